namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times gamma every step_size epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_size, _gamma) = (step_size, gamma);
                        step();
                    }

                    internal override double Next(int index) => Current(index) * (Epoch == 0 || Epoch % _size != 0 ? 1 : _gamma);

                    internal override double At(int index) => Base(index) * Math.Pow(_gamma, Epoch / _size);
                }
            }
        }
    }
}
