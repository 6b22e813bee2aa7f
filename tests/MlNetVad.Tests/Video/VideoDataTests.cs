using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

public sealed class VideoDataTests : IDisposable
{
    private const int Height = 2, Width = 3;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Frames_GivesAClipARow()
    {
        VideoDataView view = VideoData.Load(_ml, Pushed(7, labels: [0, 0, 0, 1, 1, float.NaN, 0]), new VideoOptions { ClipLength = 3 });
        var clip = Assert.IsType<VectorDataViewType>(view.Schema["Clip"].Type);
        Assert.Equal([3, Height, Width, 1], clip.Dimensions);
        Assert.Equal((5L, 7, false), (view.GetRowCount(), view.FrameCount, view.CanShuffle));

        List<Row> rows = Read(view);
        Assert.Equal([2, 3, 4, 5, 6], rows.Select(r => r.Frame));
        Assert.Equal([0, 1, 1, float.NaN, 0], rows.Select(r => r.Label));
        Assert.All(rows, r => Assert.Equal("cam", r.Video));
        Assert.Equal([0, 1, 2, 3, 4], rows.Select(r => r.Position));
        Assert.Equal(Clip(1, 3), rows[1].Clip);
        Assert.Equal(Clip(4, 3), rows[4].Clip);
        Assert.Equal(5, rows.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void Load_MiddleTarget_SpeaksOfTheMiddleFrame()
    {
        VideoDataView view = VideoData.Load(_ml, Pushed(6, labels: [0, 0, 1, 0, 0, 0]), new VideoOptions { Target = ClipTarget.Middle });
        List<Row> rows = Read(view);
        Assert.Equal([2, 3], rows.Select(r => r.Frame));
        Assert.Equal([1, 0], rows.Select(r => r.Label));
    }

    [Fact]
    public void GetRowCursor_TwoPasses_GiveTheSameRows()
    {
        VideoDataView view = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?videos=2&frames=20&width=64&height=48"));
        List<Row> first = Read(view), second = Read(view);
        Assert.Equal(32, first.Count);
        Assert.Equal(first.Select(r => r.Clip), second.Select(r => r.Clip));
        Assert.Equal(["test01", "test02"], first.Select(r => r.Video).Distinct());
        Assert.Equal(4, first[16].Frame);
    }

    [Fact]
    public void GetRowCursor_ClipNotNeeded_DecodesNothing()
    {
        int opened = 0;
        VideoSource source = VideoSource.FromFrames("cam", new Counted(5, () => opened++), new FrameFormat(Height, Width), labels: [0, 0, 1, 0, 0]);
        VideoDataView view = VideoData.Load(_ml, source, new VideoOptions { ClipLength = 2 });
        Assert.Equal([0, 1, 0, 0], view.GetColumn<float>("Label"));
        Assert.Equal([1, 2, 3, 4], view.GetColumn<long>("Frame"));
        Assert.Equal(0, opened);
        Assert.Equal(4, view.GetColumn<byte[]>("Clip").Count());
        Assert.Equal(1, opened);
    }

    [Fact]
    public void GetRowCursor_ClipGetterSkipped_KeepsTheWindow()
    {
        VideoDataView view = VideoData.Load(_ml, Pushed(8), new VideoOptions { ClipLength = 2 });
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(view.Schema["Clip"]);
        VBuffer<byte> clip = default;
        for (int i = 0; i < 5; i++)
        {
            Assert.True(cursor.MoveNext());
        }

        getter(ref clip);
        byte[] buffer = clip.DenseValues().ToArray();
        Assert.Equal(Clip(4, 2), buffer);
    }

    [Fact]
    public void GetRowCursor_ColumnNotAsked_IsInactive()
    {
        VideoDataView view = VideoData.Load(_ml, Pushed(5));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Frame"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Frame"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Clip"]));
        Assert.ThrowsAny<ArgumentException>(() => cursor.GetGetter<VBuffer<byte>>(view.Schema["Clip"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Frame"]));
        Assert.Equal(-1, cursor.Position);
        Assert.Single(view.GetRowCursorSet(view.Schema, 4));
    }

    [Fact]
    public void Load_VideoFilesOfTwoSizes_TakesTheAskedSize()
    {
        TestMedia.Video(_folder.At("a.avi"), frames: 6);
        TestMedia.Video(_folder.At("b.avi"), 6, 48, 32);
        VideoSource source = VideoSource.FromPath(_folder.Path);
        VideoDataView view = VideoData.Load(_ml, source, new VideoOptions { Height = 12, Width = 16, Channels = 3 });
        Assert.Null(view.GetRowCount());
        Assert.Equal(12, view.ExpectedFrameCount);
        List<Row> rows = Read(view);
        Assert.Equal(["a", "a", "b", "b"], rows.Select(r => r.Video));
        Assert.All(rows, r => Assert.Equal(5 * 12 * 16 * 3, r.Clip.Length));
        Assert.All(rows, r => Assert.Equal(float.NaN, r.Label));
    }

    [Fact]
    public void MoveNext_VideoShorterThanAClip_NamesVideoAndLengths()
    {
        string error = TestMedia.Error(() => Read(VideoData.Load(_ml, Pushed(4))));
        Assert.Contains("Video 'cam' has 4 frames, fewer than a clip of 5", error);
        TestMedia.Video(_folder.At("short.avi"), frames: 3);
        Assert.Contains("Video 'short' has 3 frames", TestMedia.Error(() => Read(VideoData.Load(_ml, VideoSource.FromPath(_folder.At("short.avi"))))));
    }

    [Fact]
    public void MoveNext_LabelsOfAnotherLength_NamesVideoAndLengths()
    {
        TestMedia.Video(_folder.At("a.avi"), frames: 8);
        _folder.Write("labels.csv", "video,frame,label\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"a,{i},0\n")));
        string error = TestMedia.Error(() => Read(VideoData.Load(_ml, VideoSource.FromPath(_folder.Path))));
        Assert.Contains("Video 'a' has 8 frames, 0 to 7, but its labels number them from 0 to 6", error);
    }

    [Fact]
    public void Load_ImpossibleOptions_AreRefused()
    {
        Assert.Contains("ClipLength is 0", TestMedia.Error(() => VideoData.Load(_ml, Pushed(5), new VideoOptions { ClipLength = 0 })));
        Assert.Contains("neither resized", TestMedia.Error(() => Read(VideoData.Load(_ml, Pushed(5), new VideoOptions { Height = 9 }))));
    }

    [Fact]
    public void MoveNext_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        VideoDataView view = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?frames=100"), new VideoOptions { CancellationToken = cancel.Token });
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Assert.True(cursor.MoveNext());
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => cursor.MoveNext());
    }

    [Fact]
    public void ClipBuffer_Push_GivesTheLastFrames()
    {
        var buffer = new ClipBuffer(3, new FrameFormat(Height, Width));
        var clip = new byte[buffer.ClipBytes];
        Assert.False(buffer.Push(Frame(0)));
        Assert.Throws<InvalidOperationException>(() => buffer.CopyTo(clip));
        Assert.False(buffer.Push(Frame(1)));
        for (int i = 2; i < 9; i++)
        {
            Assert.True(buffer.Push(Frame(i)));
            buffer.CopyTo(clip);
            Assert.Equal(Clip(i - 2, 3), clip);
        }

        buffer.Clear();
        Assert.False(buffer.Push(Frame(0)));
        Assert.Contains("has 2 bytes", TestMedia.Error(() => buffer.Push(new byte[2])));
        Assert.Contains("not possible", TestMedia.Error(() => _ = new ClipBuffer(0, new FrameFormat(1, 1))));
    }

    private static byte[] Frame(int index) => [.. Enumerable.Range(0, Height * Width).Select(i => (byte)((10 * index) + i))];

    private static byte[] Clip(int first, int length) => [.. Enumerable.Range(first, length).SelectMany(Frame)];

    private static VideoSource Pushed(int count, float[]? labels = null) =>
        VideoSource.FromFrames("cam", [.. Enumerable.Range(0, count).Select(Frame)], new FrameFormat(Height, Width), 25, labels);

    private static List<Row> Read(IDataView view)
    {
        var rows = new List<Row>();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<ReadOnlyMemory<char>> video = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Video"]);
        ValueGetter<long> frame = cursor.GetGetter<long>(view.Schema["Frame"]);
        ValueGetter<VBuffer<byte>> clip = cursor.GetGetter<VBuffer<byte>>(view.Schema["Clip"]);
        ValueGetter<float> label = cursor.GetGetter<float>(view.Schema["Label"]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        (ReadOnlyMemory<char> v, long f, VBuffer<byte> c, float l, DataViewRowId d) = (default, default, default, default, default);
        while (cursor.MoveNext())
        {
            video(ref v);
            frame(ref f);
            clip(ref c);
            label(ref l);
            id(ref d);
            rows.Add(new Row(v.ToString(), f, [.. c.DenseValues()], l, cursor.Position, d));
        }

        Assert.False(cursor.MoveNext());
        return rows;
    }

    private sealed record Row(string Video, long Frame, byte[] Clip, float Label, long Position, DataViewRowId Id);

    private sealed class Counted(int count, Action opened) : IReadOnlyCollection<byte[]>, ICollection<byte[]>
    {
        public int Count => count;

        public bool IsReadOnly => true;

        public IEnumerator<byte[]> GetEnumerator()
        {
            opened();
            return Enumerable.Range(0, count).Select(Frame).GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(byte[] item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(byte[] item) => throw new NotSupportedException();

        public void CopyTo(byte[][] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(byte[] item) => throw new NotSupportedException();
    }
}
