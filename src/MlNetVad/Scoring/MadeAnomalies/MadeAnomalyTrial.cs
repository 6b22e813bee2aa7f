using System.Text.Json.Serialization;

namespace MlNetVad.Scoring;

/// <summary>What a model makes of anomalies that were made of its own held-out normal video. No label is needed for it, and it says nothing of anomalies of other kinds.</summary>
public sealed record MadeAnomalyTrial
{
    /// <summary>Each kind.</summary>
    public required IReadOnlyList<TriedKind> Kinds { get; init; }

    /// <summary>The parts of the score that are not heard, because they did no better than chance on the kinds that they should find; usually none.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Which parts are left out and why, a sentence a part.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Reasons =>
    [
        .. LeftOut.Select(part =>
        {
            TriedKind[] own = [.. Kinds.Where(kind => kind.Part == part && kind.Auc is not null)];
            return FormattableString.Invariant(
                $"The part '{part}' is left out of the score: anomalies made of normal video that it should find ({string.Join(", ", own.Select(kind => kind.Name))}) it tells no better than chance (AUC {own.Average(kind => kind.Auc):0.00}).");
        }),
    ];
}

/// <summary>What came of one kind.</summary>
public sealed record TriedKind
{
    /// <summary>The kind in a word or two.</summary>
    public required string Name { get; init; }

    /// <summary>What is other than normal, in words.</summary>
    public required string Text { get; init; }

    /// <summary>The part of the score that should find it.</summary>
    public required string Part { get; init; }

    /// <summary>Rows that it was made of.</summary>
    public int Rows { get; init; }

    /// <summary>How well that part alone tells them from the same rows as they were, 0 … 1, 0.5 being chance; null where there were fewer than 20 rows.</summary>
    public double? Auc { get; init; }

    /// <summary>The share of them that is over the model's threshold by all parts together, 0 … 1; null where there were fewer than 20 rows.</summary>
    public double? Noticed { get; init; }
}
