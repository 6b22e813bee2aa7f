using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of an optimizer's groups, epoch by epoch; the first epoch, 0, is entered by the constructor.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly Optimizer _optimizer;
                private readonly bool _verbose;
                private readonly double[] _base = [];
                private double[] _last = [];
                private int _epoch = -1;

                protected LRScheduler()
                {
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    (_optimizer, _epoch, _verbose) = (optimizer, last_epoch, verbose);
                    _base = [.. optimizer.Groups.Select(group => group.InitialLearningRate)];
                    Remember();
                }

                public virtual void step() => Advance(null);

                public virtual void step(int? epoch) => Advance(epoch);

                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last;

                protected virtual IEnumerable<double> get_lr() => Enumerable.Range(0, Groups).Select(Next);

                internal int Epoch => _epoch;

                internal int Groups => _base.Length;

                internal ParamGroup Group(int index) => _optimizer.Groups[index];

                internal double Base(int index) => _base[index];

                internal double Current(int index) => Group(index).LearningRate;

                /// <summary>The rate of a group at <see cref="Epoch"/>, given its rate at the epoch before.</summary>
                internal virtual double Next(int index) => Current(index);

                /// <summary>The rate at <see cref="Epoch"/> whatever came before; what a jump to an epoch uses.</summary>
                internal virtual double At(int index) => Next(index);

                internal void Remember() => _last = [.. _optimizer.Groups.Select(group => group.LearningRate)];

                private void Advance(int? epoch)
                {
                    _step_count++;
                    _epoch = epoch ?? (_epoch + 1);
                    double[] rates = epoch.HasValue ? [.. Enumerable.Range(0, Groups).Select(At)] : [.. get_lr()];
                    for (int i = 0; i < rates.Length; i++)
                    {
                        Group(i).LearningRate = rates[i];
                        if (_verbose && rates[i] != _last[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                    }
                    _last = rates;
                }
            }
        }
    }
}
