using MlNetVad.Evaluation;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Evaluation;

/// <summary>A model that counts frames sees video of its own rate, and every frame of the video has a score.</summary>
public sealed class PacedVideosTests
{
    private static readonly FrameFormat Format = new(1, 1, 1);

    [Theory]
    [InlineData(25, 10)]
    [InlineData(30, 10)]
    [InlineData(12.5, 10)]
    [InlineData(29.97, 15)]
    [InlineData(60, 1)]
    public void Source_OfAHigherRate_ShowsTheLastFrameThatHasCome(double rate, double trained)
    {
        for (int frames = 1; frames < 70; frames++)
        {
            VadVideo shown = Paced(Video(rate, frames), trained).Source.Videos[0];
            byte[] seen = Read(shown);

            Assert.Equal(Enumerable.Range(0, 1000).Select(i => (int)Math.Floor((i * rate / trained) + 1e-9)).TakeWhile(i => i < frames), seen.Select(i => (int)i));
            Assert.Equal(seen.Length, shown.FrameCount);
            Assert.Equal(trained, shown.FramesPerSecond);
        }
    }

    [Theory]
    [InlineData(25, 10)]
    [InlineData(30, 10)]
    [InlineData(12.5, 10)]
    public void Whole_OfAHigherRate_HasEveryFrameOnceWithItsOwnLabelAndTime(double rate, double trained)
    {
        PacedVideos paced = Paced(Two(rate), trained);
        FrameScore[] whole = [.. paced.Whole(paced.Source.Videos.SelectMany(video => Read(video).Select((_, i) => Score(video.Id, i))))];

        Assert.Equal(Enumerable.Range(0, 23).Select(i => ("a", (long)i)).Concat(Enumerable.Range(0, 9).Select(i => ("b", (long)i))), whole.Select(f => (f.Video, f.Frame)));
        foreach (FrameScore frame in whole)
        {
            Assert.Equal(frame.Frame % 3 == 0 ? 1 : 0, frame.Label);
            Assert.Equal(frame.Frame / rate, frame.Time);

            // of the moment that showed it, or of the last one before
            double moment = frame.Score / trained, own = frame.Frame / rate;
            Assert.True(moment < own + (1 / rate) + 1e-9 && moment > own - (1 / trained) - 1e-9, $"{own} s has the score of {moment} s");
        }
    }

    [Theory]
    [InlineData(11.0, 10.0)]
    [InlineData(10.0, 10.0)]
    [InlineData(null, 10.0)]
    [InlineData(1000.0, 10.0)]   // a container that does not know
    [InlineData(5.0, 10.0)]
    [InlineData(25.0, null)]
    public void Source_OfNoHigherRate_IsLeftAlone(double? rate, double? trained)
    {
        VideoSource source = Video(rate, frames: 5);
        var paced = new PacedVideos(source, trained);
        Assert.Same(source.Videos[0], paced.Source.Videos[0]);
        FrameScore[] scored = [Score("a", 0), Score("a", 1)];
        Assert.Equal(scored, paced.Whole(scored));
    }

    [Fact]
    public void Read_FramesThatDidNotCome_AreCountedInFramesOfTheOtherRate()
    {
        PushedFrame[] pushed = [new([0], 0), new([1], 4), new([2], 0), new([3], 2), new([4], 0)];
        VadVideo half = new PacedVideos(VideoSource.FromFrames("a", pushed, count: null, Format, 20), 10).Source.Videos[0];
        Assert.Equal([0L, 2, 1], Missing(half));   // shows 0, 2 and 4
    }

    private static PacedVideos Paced(VideoSource source, double trained) => new(source, trained);

    private static VideoSource Video(double? rate, int frames) => VideoSource.FromFrames("a", Frames(frames), Format, rate);

    private static VideoSource Two(double rate) => new("two", [.. new[] { ("a", 23), ("b", 9) }.Select(
        video => VideoSource.FromFrames(video.Item1, Frames(video.Item2), Format, rate, [.. Enumerable.Range(0, video.Item2).Select(i => i % 3 == 0 ? 1f : 0)]).Videos[0])]);

    private static byte[][] Frames(int count) => [.. Enumerable.Range(0, count).Select(i => new[] { (byte)i })];

    private static FrameScore Score(string video, int frame) => new(video, frame, frame, false, float.NaN, false, []);

    private static byte[] Read(VadVideo video)
    {
        using FrameReader reader = video.OpenFrames(Format);
        var seen = new List<byte>();
        byte[] frame = new byte[1];
        while (reader.Read(frame))
        {
            seen.Add(frame[0]);
        }

        return [.. seen];
    }

    private static List<long> Missing(VadVideo video)
    {
        using FrameReader reader = video.OpenFrames(Format);
        var missing = new List<long>();
        while (reader.Read(new byte[1]))
        {
            missing.Add(reader.Last.Missing);
        }

        return missing;
    }
}
