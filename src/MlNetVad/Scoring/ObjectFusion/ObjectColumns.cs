using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// The columns that hold one number an object: of every part and every gate, each once. There are always
/// <see cref="Slots"/> input slots, the unused ones repeating the first column, because a saved model's contract has a
/// fixed number of inputs.
/// </summary>
internal sealed class ObjectColumns
{
    /// <summary>Different columns at most.</summary>
    public const int Slots = 4;

    private readonly string[] _names;
    private readonly float[][] _scratch = new float[Slots][];

    public ObjectColumns(IEnumerable<(string Column, string? Gate)> parts)
    {
        (string Column, string? Gate)[] all = parts.ToArray();
        _names = all.Select(p => p.Column).Concat(all.Select(p => p.Gate).OfType<string>()).Distinct().ToArray();
        if (_names.Length is < 1 or > Slots)
        {
            throw new ArgumentOutOfRangeException(nameof(parts), _names.Length, $"A fusion reads 1 to {Slots} different columns, parts and gates together.");
        }

        Array.Fill(_scratch, []);
        Inputs = Enumerable.Range(0, Slots).Select(i => InputColumn.PerObject(_names[i < _names.Length ? i : 0])).ToArray();
        Values = Inputs.Select(_ => new InputSlot<VBuffer<float>>()).ToArray();
    }

    /// <summary>The input columns, <see cref="Slots"/> of them.</summary>
    public IReadOnlyList<InputColumn> Inputs { get; }

    /// <summary>Where the current row's values are.</summary>
    public IReadOnlyList<InputSlot<VBuffer<float>>> Values { get; }

    /// <summary>Different columns.</summary>
    public int Count => _names.Length;

    /// <summary>The column's number.</summary>
    public int IndexOf(string name) => Array.IndexOf(_names, name);

    /// <summary>The current row's numbers of a column.</summary>
    public ReadOnlySpan<float> this[int column] =>
        Persistence.Slots.Dense(in Values[column].Value, ref _scratch[column]);

    /// <summary>Checks the current row and gives its number of objects.</summary>
    /// <exception cref="VadException">The columns have different lengths, or one holds NaN or Infinity.</exception>
    public int CheckedLength()
    {
        int objects = Values[0].Value.Length;
        for (int i = 0; i < _names.Length; i++)
        {
            if (Values[i].Value.Length != objects)
            {
                throw new VadException(
                    $"Column '{_names[0]}' has {Counted.Of(objects, "object")} and column '{_names[i]}' {Values[i].Value.Length} in the same row; " +
                    "all parts of a fusion must come from the same objects.");
            }

            foreach (float value in this[i])
            {
                if (!float.IsFinite(value))
                {
                    throw new VadException($"Column '{_names[i]}' has NaN or Infinity; the parts of a fusion must be finite numbers.");
                }
            }
        }

        return objects;
    }
}
