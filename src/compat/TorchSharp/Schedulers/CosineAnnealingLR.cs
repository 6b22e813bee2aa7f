namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Half a cosine from the initial rate to eta_min in T_max epochs, and back.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0.0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _least) = (T_max, eta_min);
                        step();
                    }

                    internal override double Next(int index)
                    {
                        if (Epoch == 0) return Current(index);
                        if ((Epoch - 1 - _period) % (2 * _period) == 0)
                            return Current(index) + ((Base(index) - _least) * (1 - Math.Cos(Math.PI / _period)) / 2);
                        double now = 1 + Math.Cos(Math.PI * Epoch / _period), before = 1 + Math.Cos(Math.PI * (Epoch - 1) / _period);
                        return (now / before * (Current(index) - _least)) + _least;
                    }

                    internal override double At(int index) => _least + ((Base(index) - _least) * (1 + Math.Cos(Math.PI * Epoch / _period)) / 2);
                }
            }
        }
    }
}
