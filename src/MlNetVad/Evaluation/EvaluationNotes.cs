using static System.FormattableString;

namespace MlNetVad.Evaluation;

/// <summary>What the figures themselves call for saying.</summary>
internal static class EvaluationNotes
{
    private const double FewHours = 1;

    public static IEnumerable<string> For(VadEvaluationReport report, EvaluationOptions options, EvaluationContext context)
    {
        DatasetResult set = report.Dataset;
        if (set.CountWarning is not null)
        {
            yield return set.CountWarning;
        }

        if (double.IsNaN(report.MicroAuc))
        {
            yield return $"AUC, AP and EER are {VadEvaluationReport.Undefined} ({set.Anomalous} anomalous of {set.Frames - set.Unlabelled} labelled frames)";
        }
        else if (set.TwoClassVideos < set.Videos)
        {
            yield return $"macro AUC is over the {set.TwoClassVideos} of {Counted.Of(set.Videos, "video")} that hold both classes; the padded figure (one normal frame below and one anomalous frame above every score, added to every video) is flattering";
        }

        if (double.IsNaN(report.MicroAucCi95[0]))
        {
            yield return "the confidence interval needs at least two videos and both classes";
        }

        if (set.Unlabelled > 0)
        {
            yield return $"{Counted.Of(set.Unlabelled, "frame")} {(set.Unlabelled == 1 ? "has no label and stays" : "have no label and stay")} out of every rate";
        }

        if (set.Filled > 0)
        {
            yield return $"{Counted.Of(set.Filled, "frame")} before the first or after the last scored one took its score";
        }

        foreach (string note in Unbeaten(report))
        {
            yield return note;
        }

        if (context.Baselines is null)
        {
            yield return "the frame-difference baselines were not computed: no frames were read";
        }

        if (options.VideoFramesPerSecond is null)
        {
            yield return Invariant($"the video's frame rate is unknown; {report.OperatingPoint.VideoFramesPerSecond:0.##} frames/s is assumed for rates per hour and delays");
        }

        if (report.OperatingPoint.NormalHours is > 0 and < FewHours)
        {
            yield return Invariant($"rates per hour are extrapolated from {report.OperatingPoint.NormalHours * 60:0.0} minutes of normal video");
        }

        yield return $"test-time adaptation: {context.TestTimeAdaptation ?? "not stated"}";
    }

    private static IEnumerable<string> Unbeaten(VadEvaluationReport report)
    {
        Dictionary<string, double> ours = report.Protocols.ToDictionary(protocol => protocol.Name, protocol => protocol.MicroAuc);
        foreach (IGrouping<string, BaselineResult> same in report.Baselines.GroupBy(b => b.ProtocolName is { } name && ours.ContainsKey(name) ? name : EvaluationProtocol.Raw.Name))
        {
            double model = ours.GetValueOrDefault(same.Key, report.MicroAuc);
            string[] better = [.. same.Where(b => b.MicroAuc >= model).Select(b => Invariant($"'{b.Name}' ({b.MicroAuc:0.0000})"))];
            if (better.Length > 0)
            {
                yield return Invariant($"the model's micro AUC ({same.Key}: {model:0.0000}) does not beat the trivial baseline {string.Join(", ", better)}");
            }
        }
    }
}
