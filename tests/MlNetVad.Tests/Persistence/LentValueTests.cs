using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Tests.Persistence;

/// <summary>Components above one another that read the same column.</summary>
public sealed class LentValueTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void TwoComponents_OneClip_FetchItOnceARow()
    {
        IDataView clips = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?seed=1&videos=1&frames=20&width=120&height=90"));
        ForegroundObjectsTransformer first = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips);
        ForegroundObjectsTransformer second = _ml.Transforms.DetectForegroundObjects("Again", "Clip").Fit(clips);
        var below = new ComponentMapper(first, clips.Schema);
        var above = new ComponentMapper(second, below.OutputSchema);
        using DataViewRowCursor cursor = clips.GetRowCursor(clips.Schema);
        using var counted = new CountedRow(cursor);
        using DataViewRow middle = below.GetRow(counted, below.OutputSchema);
        using DataViewRow row = above.GetRow(middle, above.OutputSchema);
        ValueGetter<VBuffer<float>> getObjects = row.GetGetter<VBuffer<float>>(row.Schema["Objects"]), getAgain = row.GetGetter<VBuffer<float>>(row.Schema["Again"]);
        VBuffer<float> objects = default, again = default;
        for (int rows = 1; rows <= 5; rows++)
        {
            Assert.True(cursor.MoveNext());
            getAgain(ref again);   // the upper one first
            getObjects(ref objects);
            Assert.Equal(objects.DenseValues(), again.DenseValues());
            Assert.Equal(rows, counted.Clips);
        }

        VBuffer<byte> own = default;
        row.GetGetter<VBuffer<byte>>(row.Schema["Clip"])(ref own);
        Assert.Equal(6, counted.Clips);   // whoever else asks gets a copy that he may keep
    }

    private sealed class CountedRow(DataViewRow row) : DataViewRow
    {
        public int Clips { get; private set; }

        public override DataViewSchema Schema => row.Schema;

        public override long Position => row.Position;

        public override long Batch => row.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                Clips += typeof(TValue) == typeof(VBuffer<byte>) ? 1 : 0;
                getter(ref value);
            };
        }
    }
}
