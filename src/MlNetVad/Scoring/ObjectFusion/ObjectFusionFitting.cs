using Microsoft.ML;

namespace MlNetVad.Scoring;

/// <summary>
/// Learns the gate and the scale of each part in two passes over normal rows: the medians over all objects, then the
/// upper quantile of each row's largest gated value. Rows without objects say nothing.
/// </summary>
internal sealed class ObjectFusionFitting(ObjectFusionEstimator.Options options, IDataView data)
{
    private const float StandingShare = 0.3f;

    private readonly ObjectColumns _columns = new(options.Parts.Select(p => (p.ColumnName, p.GateColumnName)));

    public IReadOnlyList<PartCalibration> Fit()
    {
        float[] medians = Medians();
        PartCalibration[] parts = options.Parts.Select(p => new PartCalibration(
            p.ColumnName, p.GateColumnName, p.GateColumnName is { } gate ? StandingShare * medians[_columns.IndexOf(gate)] : 0, medians[_columns.IndexOf(p.ColumnName)], 0)).ToArray();
        QuantileSample[] maxima = parts.Select(_ => new QuantileSample()).ToArray();
        ForEachRow(() =>
        {
            for (int i = 0; i < parts.Length; i++)
            {
                maxima[i].Add(LargestGated(parts[i]));
            }
        });
        return parts.Zip(maxima, (part, sample) => part with { Upper = Quantile(sample, options.UpperQuantile) }).ToArray();
    }

    private float[] Medians()
    {
        QuantileSample[] samples = Enumerable.Range(0, _columns.Count).Select(_ => new QuantileSample()).ToArray();
        ForEachRow(() =>
        {
            for (int i = 0; i < samples.Length; i++)
            {
                foreach (float value in _columns[i])
                {
                    samples[i].Add(value);
                }
            }
        });
        return samples.Select(s => Quantile(s, 0.5)).ToArray();
    }

    // where nothing was ever seen, whatever comes is as unusual as can be
    private static float Quantile(QuantileSample sample, double share) => sample.Seen > 0 ? (float)sample.Quantile(share) : 0;

    private float LargestGated(PartCalibration part)
    {
        ReadOnlySpan<float> values = _columns[_columns.IndexOf(part.ColumnName)];
        ReadOnlySpan<float> gates = part.GateColumnName is { } gate ? _columns[_columns.IndexOf(gate)] : default;
        float largest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            largest = MathF.Max(largest, gates.IsEmpty ? values[i] : part.Gate(values[i], gates[i]));
        }

        return largest;
    }

    private void ForEachRow(Action visit)
    {
        DataViewSchema.Column[] sources = _columns.Inputs.Select(c => c.Find(data.Schema)).ToArray();
        using DataViewRowCursor cursor = data.GetRowCursor(sources.DistinctBy(c => c.Index));
        for (int i = 0; i < _columns.Count; i++)
        {
            _columns.Values[i].Bind(cursor, sources[i]);
        }

        while (cursor.MoveNext())
        {
            for (int i = 0; i < _columns.Count; i++)
            {
                _columns.Values[i].Read();
            }

            if (_columns.CheckedLength() > 0)
            {
                visit();
            }
        }
    }
}
