using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Examination;
using static System.FormattableString;

namespace MlNetVad.Cli.Cards;

/// <summary>What a model cannot do, as far as the model itself and its evaluation say.</summary>
internal static class ModelLimits
{
    /// <summary>One sentence a limit.</summary>
    public static IEnumerable<string> Of(VadModel model, VadEvaluationReport? report)
    {
        VideoOptions clips = model.ClipOptions();
        yield return "It knows the camera of its training, as it stood: moved, turned or zoomed, it must be trained again or adapted ('mlnetvad adapt').";
        foreach (string sentence in model.Training is { } training ? OfTraining(training) : ["What it was trained on is not stored, so the file does not say what it has not seen."])
        {
            yield return sentence;
        }

        if (clips.Channels == 1)
        {
            yield return "It sees grey: what differs by its colour alone is not found.";
        }

        if (clips.LatencyFrames(clips.AssumedFramesPerSecond) > 0)
        {
            yield return $"A frame's score comes {ModelWords.Latency(clips)} late.";
        }

        yield return model.Threshold is null
            ? "It has no threshold: it orders frames, and does not say which of them are anomalies."
            : "Its threshold holds for video like that of its training; 'mlnetvad evaluate' says what it does on other video.";
        string[] adapting = [.. model.Parts.Where(part => part.AdaptsToVideo).Select(part => part.Persistence.Contract.Name.Split('.')[^1]).Distinct()];
        if (adapting.Length > 0)
        {
            yield return $"A score depends on the video before it: {string.Join(", ", adapting)} {(adapting.Length == 1 ? "goes" : "go")} from frame to frame.";
        }

        foreach (string sentence in model.Parts.Select(part => part.StandIn).OfType<string>().Distinct(StringComparer.Ordinal).Concat(report?.Notes ?? []).Distinct(StringComparer.Ordinal))
        {
            yield return Sentence(sentence);
        }
    }

    private static IEnumerable<string> OfTraining(TrainingRecord training)
    {
        string usual = $"It saw {VideoCheck.Time(training.Seconds)} of normal life: what is normal and did not happen then will alarm";
        yield return training.Seconds < VideoCheck.GoodSeconds ? $"{usual}, and so little leaves much out." : $"{usual}.";
        if (training.Pictures.Count > 0)
        {
            yield return $"It keeps {Counted.Of(training.Pictures.Count, "small picture")} of its training video, which whoever has the file can see; 'mlnetvad train --no-pictures' keeps none.";
        }

        string[] unseen =
        [
            .. training.LeastLight >= VideoCheck.Dark ? ["dark"] : (string[])[],
            .. training.MostLight < VideoCheck.Dim ? ["bright"] : (string[])[],
        ];
        if (unseen.Length > 0)
        {
            yield return Invariant($"In the pictures looked at, the mean grey level was {training.LeastLight:0} to {training.MostLight:0} of 255: a {string.Join(" or ", unseen)} picture will be unusual by itself.");
        }
    }

    private static string Sentence(string note) => char.ToUpperInvariant(note[0]) + note[1..].TrimEnd('.') + ".";
}
