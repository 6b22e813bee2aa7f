namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to max_lr and down again, once over the whole run; momentum goes the other way.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly (double End, double[] Rate, double[] Momentum)[] _phases;
                    private readonly int _total;
                    private readonly bool _linear;
                    private readonly bool _cycles;

                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        if (_total <= 0 || (total_steps <= 0 && (epochs <= 0 || steps_per_epoch <= 0)))
                            throw new ArgumentException("OneCycleLR needs total_steps, or epochs and steps_per_epoch, above zero.");
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"pct_start lies in [0, 1]; {pct_start} does not.");
                        (_linear, _cycles) = (anneal_strategy == AnnealStrategy.Linear, cycle_momentum);
                        if (_cycles && optimizer is not IMomentum and not IBetas)
                            throw new ArgumentException("OneCycleLR cycles momentum, and the optimizer has none; pass cycle_momentum: false.");
                        double first = max_lr / div_factor, last = first / final_div_factor, rise = (pct_start * _total) - 1;
                        _phases = three_phase
                            ?
                            [
                                (rise, [first, max_lr], [max_momentum, base_momentum]),
                                ((2 * pct_start * _total) - 2, [max_lr, first], [base_momentum, max_momentum]),
                                (_total - 1, [first, last], [max_momentum, max_momentum]),
                            ]
                            :
                            [
                                (rise, [first, max_lr], [max_momentum, base_momentum]),
                                (_total - 1, [max_lr, last], [base_momentum, max_momentum]),
                            ];
                        step();
                    }

                    internal override double Next(int index)
                    {
                        if (Epoch > _total) throw new InvalidOperationException($"OneCycleLR was made for {_total} steps; step {Epoch} is beyond them.");
                        double start = 0;
                        for (int i = 0; ; i++)
                        {
                            (double end, double[] rate, double[] momentum) = _phases[i];
                            if (Epoch > end && i < _phases.Length - 1)
                            {
                                start = end;
                                continue;
                            }
                            double part = (Epoch - start) / (end - start);
                            if (_cycles) SetMomentum(index, Between(momentum[0], momentum[1], part));
                            return Between(rate[0], rate[1], part);
                        }
                    }

                    private double Between(double from, double to, double part) =>
                        _linear ? from + ((to - from) * part) : to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * part)));

                    private void SetMomentum(int index, double value)
                    {
                        switch (Group(index).Options)
                        {
                            case Modules.SGD.Options options: options.momentum = value; break;
                            case Modules.Adam.Options options: options.beta1 = value; break;
                            case Modules.AdamW.Options options: options.beta1 = value; break;
                            default: break;
                        }
                    }
                }
            }
        }
    }
}
