namespace MlNetVad.Torch.Trainers;

/// <summary>How the learning rate goes over the training.</summary>
public enum LearningRateSchedule
{
    /// <summary>Always the same (the papers).</summary>
    Constant,

    /// <summary>Linear warm-up, then half a cosine down to a fiftieth.</summary>
    WarmUpCosine,
}

/// <summary>The learning rate of a step.</summary>
internal static class LearningRates
{
    private const double Floor = 0.02;

    /// <summary>The rate as a share of the highest.</summary>
    /// <param name="schedule">How it goes.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="warmUp">Steps of warm-up.</param>
    /// <param name="progress">Share of the training that is done, 0 … 1.</param>
    public static double Share(LearningRateSchedule schedule, int step, int warmUp, double progress) =>
        schedule == LearningRateSchedule.Constant
            ? 1
            : Math.Min(1, (step + 1.0) / Math.Max(1, warmUp)) * ((0.5 * (1 + Math.Cos(Math.PI * progress)) * (1 - Floor)) + Floor);
}
