using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// Learns a foreground model from a view of clips in one pass; only the rows that enter the sample are decoded into memory. Several steps of a
/// pipeline want the same one, so the last of a view is remembered as long as the view.
/// </summary>
internal static class ForegroundFit
{
    private static readonly ConditionalWeakTable<IDataView, Learned> OfViews = [];

    public static ForegroundModel Learn(
        IDataView clips, DataViewSchema.Column column, ClipTarget target, ForegroundOptions options, CancellationToken cancellation)
    {
        IDataView origin = ComponentView.Origin(clips, column);
        if (OfViews.TryGetValue(origin, out Learned? last) && (last.Column, last.Target) == (column.Index, target) && last.Options == options)
        {
            return last.Model;
        }

        ForegroundModel model = Learn(clips, column, ClipShape.Of(column.Type), target, options, cancellation);
        OfViews.AddOrUpdate(origin, new Learned(column.Index, target, options with { }, model));
        return model;
    }

    private static ForegroundModel Learn(
        IDataView clips, DataViewSchema.Column column, ClipShape shape, ClipTarget target, ForegroundOptions options, CancellationToken cancellation)
    {
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

    private sealed record Learned(int Column, ClipTarget Target, ForegroundOptions Options, ForegroundModel Model);
}
