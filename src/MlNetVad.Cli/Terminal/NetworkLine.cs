using MlNetVad.Torch.Trainers;
using static System.FormattableString;

namespace MlNetVad.Cli.Terminal;

/// <summary>How the training of a network stands, in one line.</summary>
internal static class NetworkLine
{
    private const string Total = "total";

    /// <summary>For a bar, which shows steps and time itself: losses, held-out loss, use of the filters.</summary>
    public static string Figures(TrainingProgress value)
    {
        string loss = value.Losses.TryGetValue(Total, out double total) ? Invariant($"loss {total:0.000}") : "loss –";
        return $"Network: {loss}{Terms(value)}{HeldOut(value)}{Filters(value)}";
    }

    /// <summary>For a log: the same, with steps and time left.</summary>
    public static string Whole(TrainingProgress value)
    {
        string share = Invariant($"step {value.Step} of {value.TotalSteps} ({100.0 * value.Step / Math.Max(1, value.TotalSteps):0} %)");
        string left = value.Remaining > TimeSpan.Zero ? $", {(int)value.Remaining.TotalMinutes}:{value.Remaining:ss} left" : "";
        return $"{Figures(value).Replace("Network: ", $"Network: {share}, ", StringComparison.Ordinal)}{left}";
    }

    private static string Terms(TrainingProgress value)
    {
        string[] terms = [.. value.Losses.Where(term => term.Key != Total && term.Value > 0).Select(term => Invariant($"{term.Key} {term.Value:0.000}"))];
        return terms.Length == 0 ? "" : $" ({string.Join(", ", terms)})";
    }

    private static string HeldOut(TrainingProgress value) => double.IsNaN(value.HeldOutLoss)
        ? ""
        : Invariant($", held out {value.HeldOutLoss:0.000} (best {value.BestHeldOutLoss:0.000})");

    private static string Filters(TrainingProgress value) =>
        double.IsNaN(value.FilterLoadEntropy) ? "" : Invariant($", filter load {value.FilterLoadEntropy:0.00}");
}
