using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Learns a foreground model from a view of clips in one pass; only the rows that enter the sample are decoded into memory.</summary>
internal static class ForegroundFit
{
    public static ForegroundModel Learn(
        IDataView clips, DataViewSchema.Column column, ClipTarget target, ForegroundOptions options, CancellationToken cancellation)
    {
        ClipShape shape = ClipShape.Of(column.Type);
        var trainer = new ForegroundTrainer(options, shape.Height, shape.Width, shape.Channels);
        using DataViewRowCursor cursor = clips.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> clip = default;
        byte[] scratch = [];
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows % options.BackgroundEvery == 0)
            {
                getter(ref clip);
                trainer.Add(shape.Frame(Slots.Dense(in clip, ref scratch), shape.TargetIndex(target)));
            }
        }

        return rows > 0
            ? trainer.Fit()
            : throw new VadException("There are no clips to learn the background from; give training video of normal life.");
    }
}
