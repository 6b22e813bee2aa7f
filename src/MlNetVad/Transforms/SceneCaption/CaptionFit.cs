using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms.SceneCaption;

/// <summary>Learns the boundaries between words in one pass over clips and their objects.</summary>
internal static class CaptionFit
{
    /// <summary>Reads every row.</summary>
    /// <param name="rows">Normal clips with their objects, in time order.</param>
    /// <param name="columns">The clip and the objects column.</param>
    /// <param name="meter">Measures objects.</param>
    /// <param name="cancellation">Stops the pass with <see cref="OperationCanceledException"/>.</param>
    public static CaptionScales Learn(IDataView rows, DataViewSchema.Column[] columns, ObjectMeter meter, CancellationToken cancellation)
    {
        var normal = new NormalObjects();
        using DataViewRowCursor cursor = rows.GetRowCursor(columns);
        ValueGetter<VBuffer<byte>> clips = cursor.GetGetter<VBuffer<byte>>(columns[0]);
        ValueGetter<VBuffer<float>> bags = cursor.GetGetter<VBuffer<float>>(columns[1]);
        VBuffer<byte> clip = default;
        VBuffer<float> bag = default;
        byte[] clipScratch = [];
        float[] bagScratch = [];
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            clips(ref clip);
            bags(ref bag);
            normal.Add(meter.Measure(Slots.Dense(in clip, ref clipScratch), Slots.Dense(in bag, ref bagScratch)));
        }

        return normal.Learn();
    }
}
