using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;
using static System.FormattableString;

namespace MlNetVad.Cli.Tables;

/// <summary>What a model would notice, as training found on anomalies made of its own normal video.</summary>
internal static class TrialTable
{
    private const double Poor = 0.5;

    /// <summary>The heading.</summary>
    public const string Title = "What this model would notice";

    /// <summary>Prints it; nothing where nothing was tried.</summary>
    public static void Show(Screen screen, MadeAnomalyTrial? trial)
    {
        if (trial is null)
        {
            return;
        }

        Draw.Table(screen, Of(trial) with { Title = Title });
        foreach (string sentence in Sentences(trial))
        {
            screen.Show(Spectre.Console.Markup.Escape(sentence));
        }
    }

    /// <summary>A row a kind.</summary>
    public static ReportTable Of(MadeAnomalyTrial trial) => new(
        "",
        [new("made of normal video", false), new("found by", false), new("AUC of that part"), new("noticed")],
        [.. trial.Kinds.Select(kind => (IReadOnlyList<string>)[kind.Text, kind.Part, kind.Auc is { } auc ? Invariant($"{auc:0.000}") : "–", Noticed(kind)])]);

    /// <summary>What a reader must know of it, what is left out, and what can be done.</summary>
    public static IEnumerable<string> Sentences(MadeAnomalyTrial trial)
    {
        foreach (string reason in trial.Reasons)
        {
            yield return reason;
        }

        yield return "Noticed is the share of such frames over the threshold; no label was used, and real anomalies may be subtler or plainer.";
        if (trial.Kinds.Any(IsPoor))
        {
            yield return "Poor is below one half. More normal video, in several files of different days, lets the model be surer of what is rare; where the AUC is near 0.5 the part cannot tell it at all.";
        }
    }

    private static string Noticed(TriedKind kind) =>
        kind.Noticed is { } share ? Invariant($"{100 * share:0} %{(IsPoor(kind) ? ", poor" : "")}") : "nothing to make it of";

    private static bool IsPoor(TriedKind kind) => kind.Noticed < Poor;
}
