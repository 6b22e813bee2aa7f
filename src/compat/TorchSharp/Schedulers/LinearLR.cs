namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A fraction of the rate that moves linearly from start_factor to end_factor over total_iters epochs.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _total;

                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 5, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _end, _total) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    internal override double Next(int index)
                    {
                        if (Epoch == 0) return Current(index) * _start;
                        if (Epoch > _total) return Current(index);
                        double change = _end - _start;
                        return Current(index) * (1 + (change / ((_total * _start) + ((Epoch - 1) * change))));
                    }

                    internal override double At(int index) => Base(index) * (_start + ((_end - _start) * Math.Min(_total, Epoch) / _total));
                }
            }
        }
    }
}
