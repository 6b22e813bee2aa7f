namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times gamma at every milestone.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] _milestones;
                    private readonly double _gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_milestones, _gamma) = ([.. milestones], gamma);
                        step();
                    }

                    internal override double Next(int index) => Current(index) * Math.Pow(_gamma, _milestones.Count(m => m == Epoch));

                    internal override double At(int index) => Base(index) * Math.Pow(_gamma, _milestones.Count(m => m <= Epoch));
                }
            }
        }
    }
}
