using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Reads the vectors of a feature column, scaled to length 1, in row order.</summary>
/// <param name="data">The rows.</param>
/// <param name="feature">The feature column.</param>
/// <param name="width">Numbers a vector.</param>
/// <param name="rowStride">Every so many rows one is read; of the others no value is asked for.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class FeatureRows(IDataView data, InputColumn feature, int width, int rowStride, CancellationToken cancellation)
{
    private float[] _scratch = [];

    /// <summary>Receives a unit vector; its memory is used again.</summary>
    public delegate void Visitor(ReadOnlySpan<float> unit);

    /// <summary>Shows every vector that is not zero.</summary>
    /// <exception cref="VadException">A value is NaN or Infinity, or a bag has a broken length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ForEach(Visitor visit)
    {
        DataViewSchema.Column column = feature.Find(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        float[] unit = new float[width];
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (row % rowStride != 0)
            {
                continue;
            }

            getter(ref value);
            Visit(value, row, unit, visit);
        }
    }

    private void Visit(in VBuffer<float> value, long row, float[] unit, Visitor visit)
    {
        ReadOnlySpan<float> features = Slots.Dense(in value, ref _scratch);
        RequireWhole(feature.Name, features.Length, width);
        for (int start = 0; start < features.Length; start += width)
        {
            switch (UnitVector.Normalize(features.Slice(start, width), unit))
            {
                case Direction.Some:
                    visit(unit);
                    break;
                case Direction.NotFinite:
                    throw NotFinite(feature.Name, $"vector {start / width} of row {row}");
                default:
                    break;
            }
        }
    }

    /// <summary>Checks that a bag holds whole vectors.</summary>
    public static void RequireWhole(string column, int length, int width)
    {
        if (length % width != 0)
        {
            throw new VadException($"Column '{column}' has {length} numbers in a row, which are no whole vectors of {width}; use the features that the model was trained on.");
        }
    }

    /// <summary>The error of a value that is no number.</summary>
    public static VadException NotFinite(string column, string where) => new(
        $"Column '{column}' has NaN or Infinity in {where}; features must be finite numbers: repair or filter the rows.");
}
