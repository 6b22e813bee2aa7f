namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A fraction of the rate until total_iters, then the whole.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _total) = (factor, total_iters);
                        step();
                    }

                    internal override double Next(int index)
                    {
                        if (Epoch == 0) return Current(index) * _factor;
                        return Epoch == _total ? Current(index) / _factor : Current(index);
                    }

                    internal override double At(int index) => Base(index) * (Epoch >= _total ? 1 : _factor);
                }
            }
        }
    }
}
