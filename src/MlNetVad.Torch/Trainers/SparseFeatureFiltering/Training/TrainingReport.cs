using Microsoft.ML.Runtime;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>Tells the log and the progress how the training goes, and stops it when the loss is no number.</summary>
internal sealed class TrainingReport(IChannel channel, IProgress<TrainingProgress>? progress)
{
    private const double Keep = 0.95;
    private const int ReportEvery = 10;
    private readonly Dictionary<string, double> _losses = new(StringComparer.Ordinal);
    private readonly FilterLoad _load = new();
    private double _startedAt = -1, _progressAtStart;

    /// <summary>Takes the losses of a step.</summary>
    /// <exception cref="VadException">One is not finite.</exception>
    public void Add(StepLosses losses, int step)
    {
        Smooth("total", losses.Total, step);
        Smooth("prediction", losses.Prediction, step);
        Smooth("semantic", losses.Semantic, step);
        Smooth("motion", losses.Motion, step);
        Smooth("balance", losses.Balance, step);
        _load.Add(losses.Counts);
    }

    /// <summary>A step is done.</summary>
    public void Step(TrainingState state, int total, double share)
    {
        if (_startedAt < 0)
        {
            (_startedAt, _progressAtStart) = (state.Seconds, share);
        }

        if (state.Step % ReportEvery == 0 || state.Step == total)
        {
            double rate = (share - _progressAtStart) / Math.Max(1e-9, state.Seconds - _startedAt);
            TimeSpan left = rate > 0 ? TimeSpan.FromSeconds(Math.Min(1e7, (1 - share) / rate)) : TimeSpan.Zero;
            progress?.Report(new TrainingProgress(
                state.Step, total, new Dictionary<string, double>(_losses), state.Loss, state.BestLoss, _load.Entropy, left));
        }
    }

    /// <summary>Training goes on from a checkpoint.</summary>
    public void Resumed(int step, string path) => channel.Info(MessageSensitivity.None, $"resumed after step {step} from '{path}'");

    /// <summary>The training is over.</summary>
    public void Finished(TrainingState state) => channel.Info(MessageSensitivity.None,
        $"trained {Counted.Of(state.Step, "step")} in {state.Seconds:0} s; lowest held-out loss {state.BestLoss:0.00000} after step {state.BestStep}; filter-load entropy {_load.Entropy:0.000}");

    /// <summary>The training was ended.</summary>
    public void Cancelled(TrainingState state) => channel.Info(MessageSensitivity.None,
        $"ended after {Counted.Of(state.Step, "step")}; the model is the best so far, of step {state.BestStep}, held-out loss {state.BestLoss:0.00000}");

    /// <summary>A branch has died.</summary>
    public void Dead(string branch, bool coupled) => channel.Warning(MessageSensitivity.None,
        $"the branch '{branch}' has died: its weights are a hundredth of what they were; " +
        (coupled ? "weight decay coupled into Adam outweighs the loss: use Decoupled, or none" : "lower WeightDecay or LearningRate"));

    private void Smooth(string name, double value, int step)
    {
        if (!double.IsFinite(value))
        {
            throw new VadException($"The {name} loss is {value} at step {step}: the training has diverged; lower LearningRate, or set ClipNorm.");
        }

        _losses[name] = _losses.TryGetValue(name, out double known) ? (Keep * known) + ((1 - Keep) * value) : value;
    }
}
