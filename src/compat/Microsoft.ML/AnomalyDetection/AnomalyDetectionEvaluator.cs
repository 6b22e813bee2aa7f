using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Ranks rows by score against labels. Rows with a missing label or a score that is not finite do not count.</summary>
internal static class AnomalyDetectionEvaluator
{
    public static AnomalyDetectionMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedLabelName, int falsePositives)
    {
        var score = Find(data.Schema, scoreName);
        if (!score.Type.Equals(NumberDataViewType.Single))
        {
            throw Mismatch("score", score, "Single");
        }

        var label = Find(data.Schema, labelName);
        bool isKey = label.Type is KeyDataViewType { Count: 2 };
        if (!label.Type.Equals(NumberDataViewType.Single) && !isKey)
        {
            throw Mismatch("label", label, "Single or a Key with cardinality 2");
        }

        Find(data.Schema, predictedLabelName);
        var rows = Read(data, label, score);
        long anomalies = rows.LongCount(row => row.IsAnomaly);
        if (anomalies == 0 || anomalies == rows.Count)
        {
            string missing = anomalies == 0 ? "positive" : "negative";
            throw new ArgumentOutOfRangeException(nameof(data), $"AUC is not defined when there is no {missing} class in the data");
        }

        rows.Sort((a, b) => b.Score.CompareTo(a.Score));
        return new AnomalyDetectionMetrics(AreaUnderRoc(rows, anomalies), DetectionRate(rows, anomalies, falsePositives));
    }

    private static List<(float Score, bool IsAnomaly)> Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        var rows = new List<(float, bool)>();
        using var cursor = data.GetRowCursor([label, score]);
        var readScore = cursor.GetGetter<float>(score);
        var readLabel = LabelReader.Of(cursor, label);
        float value = 0;
        while (cursor.MoveNext())
        {
            float mark = readLabel();
            readScore(ref value);
            if (!float.IsNaN(mark) && float.IsFinite(value))
            {
                rows.Add((value, mark > 0));
            }
        }

        return rows;
    }

    // The share of pairs of an anomaly and a normal row that the score puts in order; a tie counts half.
    private static double AreaUnderRoc(List<(float Score, bool IsAnomaly)> descending, long anomalies)
    {
        double ordered = 0;
        long above = 0;
        for (int start = 0, end; start < descending.Count; start = end)
        {
            long positive = 0;
            for (end = start; end < descending.Count && descending[end].Score == descending[start].Score; end++)
            {
                positive += descending[end].IsAnomaly ? 1 : 0;
            }

            ordered += (end - start - positive) * (above + 0.5 * positive);
            above += positive;
        }

        return ordered / anomalies / (descending.Count - anomalies);
    }

    private static double DetectionRate(List<(float Score, bool IsAnomaly)> descending, long anomalies, int falsePositives)
    {
        long found = 0;
        int wrong = 0;
        foreach (var (_, isAnomaly) in descending)
        {
            if (isAnomaly)
            {
                found++;
            }
            else if (++wrong > falsePositives)
            {
                break;
            }
        }

        return (double)found / anomalies;
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Column '{name}' not found");

    private static ArgumentOutOfRangeException Mismatch(string role, DataViewSchema.Column column, string expected) =>
        new("schema", $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {column.Type}");
}
