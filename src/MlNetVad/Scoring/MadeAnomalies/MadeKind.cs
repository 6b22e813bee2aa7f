namespace MlNetVad.Scoring;

/// <summary>
/// A kind of made anomaly: what is done to a normal row, and which part of the score should find it. Only what that part reads is changed.
/// </summary>
public sealed record MadeKind
{
    internal MadeKind(string name, string text, string part, params IReadOnlyList<ColumnChange> changes) =>
        (Name, Text, Part, Changes) = (name, text, part, changes);

    /// <summary>The kind in a word or two.</summary>
    public string Name { get; }

    /// <summary>What is other than normal, in words for whoever owns the camera.</summary>
    public string Text { get; }

    /// <summary>The part of the score that should find it, as the fusion has it.</summary>
    public string Part { get; }

    /// <summary>What is changed, column by column; the last says whether there was anything to change.</summary>
    internal IReadOnlyList<ColumnChange> Changes { get; }
}

/// <summary>A column of features and what is done to it.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Change">Makes what changes its rows.</param>
internal sealed record ColumnChange(string ColumnName, MadeChange Change);

/// <summary>Makes what changes rows.</summary>
/// <param name="normal">The column's values in normal rows.</param>
/// <param name="width">Numbers of one of its vectors.</param>
internal delegate RowChange MadeChange(IReadOnlyList<float[]> normal, int width);

/// <summary>Changes the values of a row's column, rows being seen in order.</summary>
/// <param name="values">All vectors, one behind the other.</param>
/// <returns>Whether there was anything to change.</returns>
internal delegate bool RowChange(Span<float> values);
