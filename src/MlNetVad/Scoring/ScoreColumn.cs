using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>A column with one score a row.</summary>
internal static class ScoreColumn
{
    /// <summary>The column as an input.</summary>
    public static InputColumn Of(string name) => InputColumn.Scalar(name, NumberDataViewType.Single);

    /// <summary>Refuses NaN: it would make a wrong number of every score after it.</summary>
    /// <exception cref="VadException">The score is NaN.</exception>
    public static void RequireNumber(float score, string column)
    {
        if (float.IsNaN(score))
        {
            throw new VadException($"Column '{column}' has a NaN score; scores must be numbers: find the scorer that made it.");
        }
    }

    /// <summary>The quantiles of a column's scores.</summary>
    /// <exception cref="VadException">There are no rows, or a score is not finite.</exception>
    public static QuantileSample Sample(IDataView data, InputColumn score)
    {
        DataViewSchema.Column column = score.Find(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<float> getter = cursor.GetGetter<float>(column);
        var sample = new QuantileSample();
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            if (!float.IsFinite(value))
            {
                throw new VadException($"Column '{score.Name}' has the score {value} in row {sample.Seen}; calibration needs finite scores.");
            }

            sample.Add(value);
        }

        return sample.Seen > 0
            ? sample
            : throw new VadException($"Column '{score.Name}' has no rows to calibrate on; give scores of normal data.");
    }
}
