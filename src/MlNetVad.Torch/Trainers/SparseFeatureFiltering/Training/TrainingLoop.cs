using System.Diagnostics;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Trainers.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// Trains a network on a spool of samples: shuffled batches, Adam, a look at held-out normal video every so many steps,
/// the best weights kept, everything needed to go on written to a checkpoint. What it does depends on the seed and the
/// options alone (with a time budget, on the machine's speed too).
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly SparseFeatureFilteringTrainer.Options _options;
    private readonly TrainingReport _report;
    private readonly SampleOrder _order;
    private readonly HeldOutLoss _heldOut;
    private readonly BranchWatch _watch;
    private readonly ShardedStep _step;
    private readonly FlatAdam _optimizer;
    private readonly TrainingState _state;

    public TrainingLoop(
        FramePredictor network, SampleSpool spool, HeldOutRows rows, SparseFeatureFilteringTrainer.Options options, int seed, TrainingReport report)
    {
        (_options, _report) = (options, report);
        var batches = new BatchMaker(spool);
        _order = new SampleOrder(rows.Train, options.BatchSize, seed);
        TotalSteps = Math.Min(checked(_order.StepsPerEpoch * options.Epochs), options.MaximumSteps ?? int.MaxValue);
        LossWeights weights = options.Weights(LossScale.Of(batches, network, rows.Train, options));
        _heldOut = new HeldOutLoss(network, batches, rows, weights, options.BatchSize);
        _watch = new BranchWatch(network);
        _step = new ShardedStep(network, batches, weights, options.BatchSize);
        _optimizer = new FlatAdam(_step.Network, options.WeightDecayMode, options.WeightDecay);
        _state = new TrainingState(network, _optimizer, $"seed {seed}; {spool.Count} samples of {spool.Rows} clips; {options.Fingerprint()}{Skip(spool, options)}");
    }

    /// <summary>Steps in all, unless a time budget ends them earlier.</summary>
    public int TotalSteps { get; }

    /// <summary>Trains; the network holds the best weights afterwards.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before there was anything to keep.</exception>
    /// <exception cref="VadException">The loss is not a number any more.</exception>
    public void Run()
    {
        if (_options.Resume && _options.CheckpointPath is { } resumed && File.Exists(resumed))
        {
            _state.Load(resumed);
            _step.Spread();
            _report.Resumed(_state.Step, resumed);
        }

        var clock = Stopwatch.StartNew();
        double before = _state.Seconds;
        while (_state.Step < TotalSteps && !IsOver() && !_state.IsExhausted(_options.Patience))
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                End();
                return;
            }

            Step();
            _state.Seconds = before + clock.Elapsed.TotalSeconds;
            _report.Step(_state, TotalSteps, Progress());
            if (_state.Step % _options.CheckInterval == 0)
            {
                Look();
            }
        }

        if (_state.Step % _options.CheckInterval != 0 || _state.Step == 0)
        {
            Look();
        }

        _state.RestoreBest();
        _report.Finished(_state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _step.Dispose();
        _state.Dispose();
    }

    private void End()
    {
        if (!_state.HasBest)
        {
            throw new OperationCanceledException(_options.CancellationToken);
        }

        _state.RestoreBest();
        _report.Cancelled(_state);
    }

    private void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        _report.Add(_step.Run(_order.Batch(_state.Step)), _state.Step);
        if (_options.ClipNorm > 0)
        {
            _step.Network.Clip(_options.ClipNorm);
        }

        _optimizer.Step(_options.LearningRate * LearningRates.Share(_options.Schedule, _state.Step, _options.WarmUpSteps, Progress()));
        _step.Spread();
        _state.Step++;
    }

    private void Look()
    {
        _state.Note(_heldOut.Measure());
        foreach (string branch in _watch.NewlyDead())
        {
            _report.Dead(branch, _options.WeightDecayMode == WeightDecayMode.Coupled && _options.WeightDecay > 0);
        }

        if (_options.CheckpointPath is { } path)
        {
            _state.Save(path);
        }
    }

    // which tokens the skip learns from is no number of the options
    private static string Skip(SampleSpool spool, SparseFeatureFilteringTrainer.Options options) =>
        spool.Tokens is { } tokens && options.Network.Skip ? $"; skip of {tokens.Skip}" : "";

    private double Progress()
    {
        double byTime = _options.TimeBudgetMinutes is { } minutes ? _state.Seconds / (60 * minutes) : 0;
        return Math.Min(1, Math.Max(byTime, (double)_state.Step / TotalSteps));
    }

    private bool IsOver() => _options.TimeBudgetMinutes is { } minutes && _state.Seconds >= 60 * minutes;
}
