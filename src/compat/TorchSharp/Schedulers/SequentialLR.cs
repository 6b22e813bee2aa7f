namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One scheduler after the other, changing at the milestones; each starts at its own epoch 0.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, false)
                    {
                        (_schedulers, _milestones) = ([.. schedulers], [.. milestones]);
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException($"{_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones; {_milestones.Length} were given.");
                        for (int i = 0; i < Groups; i++) Group(i).LearningRate = Base(i);
                        _schedulers[0].step(0);
                        Remember();
                    }

                    internal override double Next(int index)
                    {
                        if (index == 0) Run();
                        return Current(index);
                    }

                    private void Run()
                    {
                        int active = _milestones.Count(m => m <= Epoch);
                        if (active > 0 && _milestones[active - 1] == Epoch) _schedulers[active].step(0);
                        else _schedulers[active].step();
                    }
                }
            }
        }
    }
}
