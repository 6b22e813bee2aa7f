using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

/// <summary>Clips whose frames are a time apart.</summary>
public sealed class ClipTimingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2.0, 0.2)]
    [InlineData(5.0, 0.5)]
    [InlineData(8.0, 0.8)]
    [InlineData(9.0, 1)]
    [InlineData(10.0, 1)]
    [InlineData(25.0, 3)]
    [InlineData(29.97, 3)]
    [InlineData(60.0, 6)]
    [InlineData(null, 1)]
    [InlineData(90000.0, 1)]
    public void FrameStep_TenthOfASecond_FollowsTheFrameRate(double? rate, double expected)
    {
        Assert.Equal(expected, new VideoOptions { FrameInterval = 0.1 }.FrameStep(rate), 1e-12);
        Assert.Equal(1, new VideoOptions().FrameStep(rate));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(20, 2)]
    [InlineData(30, 3)]
    public void Load_Interval_EveryFrameIsTheTargetOfAClipOfItsTime(int rate, int step)
    {
        const int frames = 20, length = 4;
        VideoDataView view = Load(frames, rate, new VideoOptions { ClipLength = length, FrameInterval = 0.1, Target = ClipTarget.Middle });

        Assert.Equal(frames - ((length - 1) * step), view.GetRowCount());
        long[] targets = [.. view.GetColumn<long>("Frame")];
        byte[][] clips = [.. view.GetColumn<byte[]>("Clip")];
        Assert.Equal(Enumerable.Range(step, targets.Length).Select(i => (long)i), targets);
        for (int i = 0; i < clips.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, length).Select(k => (byte)(i + (k * step))), clips[i]);
        }

        Assert.Equal(2 * step, view.Options.LatencyFrames(rate));
        Assert.Equal(0.2, view.Options.LatencySeconds!.Value, 1e-12);
    }

    [Fact]
    public void Load_VideoSlowerThanTheInterval_HoldsEachFrameForItsTime()
    {
        VideoDataView view = Load(7, rate: 5, new VideoOptions { ClipLength = 6, FrameInterval = 0.1, Target = ClipTarget.Middle });

        Assert.Equal(5, view.GetRowCount());
        Assert.Equal([1L, 2, 3, 4, 5], view.GetColumn<long>("Frame"));
        Assert.Equal([0, 0, 1, 1, 2, 2], view.GetColumn<byte[]>("Clip").First());   // .2 s before the target to .3 s after it
        Assert.Equal([4, 4, 5, 5, 6, 6], view.GetColumn<byte[]>("Clip").Last());
        Assert.Equal(1, view.Options.LatencyFrames(5));
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(7.0)]
    [InlineData(8.9)]
    public void Load_AnyRateBelowTheInterval_EveryFrameIsOnceATargetAndItsClipShowsIt(double rate)
    {
        const int frames = 40, length = 10;
        VideoDataView view = Load(frames, rate, new VideoOptions { ClipLength = length, FrameInterval = 0.1, Target = ClipTarget.Middle });
        long[] targets = [.. view.GetColumn<long>("Frame")];
        byte[][] clips = [.. view.GetColumn<byte[]>("Clip")];

        Assert.Equal(view.GetRowCount(), targets.Length);
        Assert.Equal(Enumerable.Range((int)targets[0], targets.Length).Select(i => (long)i), targets);
        Assert.Equal(frames - 1 - view.Options.LatencyFrames(rate), targets[^1]);
        Assert.All(clips.Zip(targets), clip => Assert.Equal(clip.Second, clip.First[(length - 1) / 2]));
        Assert.All(clips, clip => Assert.Equal(clip.Order(), clip));
        Assert.All(clips, clip => Assert.InRange((clip[^1] - clip[0]) / rate, 0.9 - (1 / rate), 0.9 + (1 / rate)));
    }

    [Fact]
    public void Load_FramesThatDidNotCome_AreAsTheOneBefore()
    {
        (byte Value, long Missing)[] came = [(0, 0), (1, 0), (4, 2), (5, 0), (6, 0), (16, 9), (17, 0), (18, 0)];
        VideoSource source = VideoSource.FromFrames("cam", came.Select(frame => new PushedFrame([frame.Value], frame.Missing)), count: null, new FrameFormat(1, 1), framesPerSecond: 10);
        VideoDataView view = VideoData.Load(_ml, source, new VideoOptions { ClipLength = 4, FrameInterval = 0.1, Target = ClipTarget.Middle });

        // only what came is a target, counted as it came
        Assert.Equal([1L, 2, 3, 4, 5], view.GetColumn<long>("Frame"));
        Assert.Equal([[0, 1, 1, 1], [1, 4, 5, 6], [4, 5, 6, 6], [5, 6, 6, 6], [6, 16, 17, 18]], view.GetColumn<byte[]>("Clip"));
    }

    [Theory]
    [InlineData(25.0, new long[] { 0, 2, 5, 7, 10, 12, 15, 17 })]
    [InlineData(20.0, new long[] { 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 })]
    [InlineData(90000.0, new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 })]   // does not know
    [InlineData(12.0, new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 })]   // hardly more
    public void Load_MostFramesPerSecond_LooksAtTheFramesOfASlowerCamera(double rate, long[] taken)
    {
        float[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 5 == 0 ? 1f : i % 7 == 0 ? float.NaN : 0)];
        VideoSource source = VideoSource.FromFrames("cam", [.. Enumerable.Range(0, 20).Select(i => new[] { (byte)i })], new FrameFormat(1, 1, 1), rate, labels);
        VideoDataView view = VideoData.Load(_ml, source, new VideoOptions { ClipLength = 2, MostFramesPerSecond = 10 });

        Assert.Equal(taken.Length - 1, view.GetRowCount());
        Assert.Equal(Enumerable.Range(1, taken.Length - 1).Select(i => (long)i), view.GetColumn<long>("Frame"));
        Assert.Equal(taken.Zip(taken.Skip(1), (a, b) => new[] { (byte)a, (byte)b }), view.GetColumn<byte[]>("Clip"));
        Assert.Equal(taken.Skip(1).Select(i => labels[i]), view.GetColumn<float>("Label"));
        Assert.Equal(taken.Select(i => labels[i]), view.Source.Videos[0].Labels);
    }

    [Fact]
    public void Load_FolderOfPictures_TakesTheAssumedRate()
    {
        TestMedia.Images(_folder, "walk", 12);
        VideoSource source = VideoSource.FromPath(_folder.At("walk"));

        Assert.Equal(8, VideoData.Load(_ml, source, new VideoOptions { FrameInterval = 0.1 }).GetRowCount());
        Assert.Equal(4, VideoData.Load(_ml, source, new VideoOptions { FrameInterval = 0.1, AssumedFramesPerSecond = 20 }).GetRowCount());
    }

    [Fact]
    public void Load_VideoShorterThanAClip_SaysTheStep()
    {
        string error = TestMedia.Error(() => Load(12, rate: 30, new VideoOptions { FrameInterval = 0.1 }).GetColumn<byte[]>("Clip").Count());

        Assert.Contains("12 frames, fewer than a clip of 13 (5 frames, one every 3)", error);
        Assert.Contains("has 4 frames that are looked at, 10 a second, fewer than a clip of 5;", TestMedia.Error(() => Load(12, 30, new VideoOptions { MostFramesPerSecond = 10 }).GetColumn<byte[]>("Clip").Count()));
        Assert.Equal(8, Load(12, 90000, new VideoOptions { MostFramesPerSecond = 90000 }).GetRowCount());
        Assert.Contains("MostFramesPerSecond is -1", TestMedia.Error(() => Load(12, 30, new VideoOptions { MostFramesPerSecond = -1 })));
        Assert.Contains("FrameInterval is -1", TestMedia.Error(() => Load(12, 30, new VideoOptions { FrameInterval = -1 })));
    }

    [Fact]
    public void ClipOptions_SavedModel_KnowsTheInterval()
    {
        var options = new VideoOptions { ClipLength = 3, FrameInterval = 0.12, AssumedFramesPerSecond = 7, MostFramesPerSecond = 12.5, Target = ClipTarget.Middle };
        VideoDataView clips = VideoData.Load(_ml, VadDataset.Open("synthetic:scene?videos=1&frames=30&width=64&height=48", VadSplit.Train), options);
        ITransformer model = _ml.Transforms.DetectForegroundObjects(new() { Target = ClipTarget.Middle }).Fit(clips);
        VadModel.Save(_ml, model, clips.Schema, _folder.At("m.zip"));

        VideoOptions loaded = VadModel.Load(_ml, _folder.At("m.zip")).ClipOptions();

        Assert.Equal(12.5, loaded.MostFramesPerSecond);
        Assert.Equal((0.12, 7.0, 3, 48, 64), (loaded.FrameInterval, loaded.AssumedFramesPerSecond, loaded.ClipLength, loaded.Height, loaded.Width));
        Assert.Equal(ClipTarget.Middle, loaded.Target);
    }

    [Fact]
    public void Push_Step_GivesFramesApart()
    {
        var buffer = new ClipBuffer(3, new FrameFormat(1, 1), frameStep: 2);
        byte[] clip = new byte[buffer.ClipBytes];
        for (byte i = 0; i < 4; i++)
        {
            Assert.False(buffer.Push([i]));
        }

        Assert.True(buffer.Push([4]));
        buffer.CopyTo(clip);
        Assert.Equal([0, 2, 4], clip);
        buffer.Push([5]);
        buffer.CopyTo(clip);
        Assert.Equal([1, 3, 5], clip);

        var slow = new ClipBuffer(3, new FrameFormat(1, 1), frameStep: 0.5);
        Assert.False(slow.Push([7]));
        Assert.True(slow.Push([8]));
        slow.CopyTo(clip);
        Assert.Equal([7, 7, 8], clip);
    }

    private VideoDataView Load(int frames, double rate, VideoOptions options)
    {
        byte[][] pictures = [.. Enumerable.Range(0, frames).Select(i => new[] { (byte)i })];
        return VideoData.Load(_ml, VideoSource.FromFrames("cam", pictures, new FrameFormat(1, 1), rate), options);
    }
}
