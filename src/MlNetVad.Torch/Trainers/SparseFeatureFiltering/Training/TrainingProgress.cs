namespace MlNetVad.Torch.Trainers;

/// <summary>How far the training of a network is.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="Losses">The terms of the loss by name, means over the last steps: <c>total</c>, <c>prediction</c>, <c>semantic</c>, <c>motion</c>, <c>balance</c>.</param>
/// <param name="HeldOutLoss">The last loss on held-out normal video; NaN before the first.</param>
/// <param name="BestHeldOutLoss">The lowest so far; NaN before the first.</param>
/// <param name="FilterLoadEntropy">How evenly the routed filters are used, 0 (one takes all) … 1 (all alike); NaN without routing.</param>
/// <param name="Remaining">Estimated time to the end.</param>
public sealed record TrainingProgress(
    int Step,
    int TotalSteps,
    IReadOnlyDictionary<string, double> Losses,
    double HeldOutLoss,
    double BestHeldOutLoss,
    double FilterLoadEntropy,
    TimeSpan Remaining);
