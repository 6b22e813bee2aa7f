using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

/// <summary>A file's health is judged by its time stamps and by where complaints come, not by promises and chatter.</summary>
public sealed class FileHealthTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.mp4")]
    [InlineData("v.mkv")]
    [InlineData("v.ts")]
    [InlineData("v.avi")]
    public void Read_MotionOnlyVideoWithGaps_IsHealthyAndKeepsItsTimes(string name)
    {
        // frames up to 2 s and from 60 to 63 s
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "testsrc=s=32x24:r=10:d=63", "-vf", "select='lt(t,2)+gte(t,60)'", "-vsync", name == "v.avi" ? "cfr" : "vfr", _folder.At(name));
        (List<byte[]> frames, List<double> times, string? error) = Read(_folder.At(name));
        Assert.Null(error);
        Assert.Equal(name == "v.avi" ? 630 : 50, frames.Count);
        Assert.InRange(times[^1] - times[0], 62.8, 63);
        if (name != "v.avi")
        {
            Assert.InRange(times[20] - times[19], 58, 58.2);
        }
    }

    [Fact]
    public void Read_ClipCutWithoutEncodingAgain_IsHealthy()
    {
        TestMedia.Video(_folder.At("v.mp4"), 100, 64, 48, "-c:v", "libx264", "-g", "25", "-bf", "2");
        foreach (string start in (string[])["0.5", "1.3", "2.02"])
        {
            TestMedia.Ffmpeg("-ss", start, "-i", _folder.At("v.mp4"), "-c", "copy", _folder.At("cut.mp4"));
            (List<byte[]> frames, _, string? error) = Read(_folder.At("cut.mp4"));
            Assert.Null(error);
            Assert.InRange(frames.Count, 100 - (25 * double.Parse(start, System.Globalization.CultureInfo.InvariantCulture)) - 3, 100);
        }
    }

    [Theory]
    [InlineData(1, "16x16", "mpeg2video", "v.ts")]
    [InlineData(1, "32x24", "mpeg2video", "v.ts")]
    [InlineData(2, "16x16", "mpeg2video", "v.ts")]
    [InlineData(3, "32x24", "mpeg2video", "recording")]
    [InlineData(2, "32x24", "libx264", "v.ts")]
    public void Read_TransportStreamOfAFewTinyFrames_IsHealthy(int count, string size, string codec, string name)
    {
        TestMedia.Ffmpeg("-f", "lavfi", "-i", $"testsrc=s={size}:r=12", "-frames:v", $"{count}", "-c:v", codec, "-f", "mpegts", _folder.At(name));
        (List<byte[]> frames, _, string? error) = Read(_folder.At(name));
        Assert.Null(error);
        Assert.Equal(count, frames.Count);
    }

    [Fact]
    public void Read_SegmentThatStartsBetweenKeyFrames_IsHealthyFromItsFirstPicture()
    {
        TestMedia.Video(_folder.At("v.ts"), 150, 160, 120, "-c:v", "libx264", "-g", "50");
        byte[] whole = File.ReadAllBytes(_folder.At("v.ts"));
        File.WriteAllBytes(_folder.At("dvr.ts"), whole[(whole.Length / 5 / 188 * 188)..]);
        using FrameReader reader = VideoSource.FromPath(_folder.At("dvr.ts")).Videos[0].OpenFrames();
        var frame = new byte[reader.Format.FrameBytes];
        Assert.True(reader.Read(frame));
        Assert.Contains("starts between two key frames", reader.Last.Warning);
        int frames = 1;
        while (reader.Read(frame))
        {
            Assert.Null(reader.Last.Warning);
            frames++;
        }

        Assert.InRange(frames, 100, 149);
    }

    [Theory]
    [InlineData("v.mp4")]
    [InlineData("v.mkv")]
    [InlineData("v.avi")]
    [InlineData("v.ts")]
    public void Read_DamageInTheMiddle_GivesTheFramesUpToItAndSaysWhere(string name)
    {
        TestMedia.Video(_folder.At(name), 200, 160, 120, "-c:v", "mpeg4", "-q:v", "3", "-g", "10");
        List<byte[]> good = Read(_folder.At(name)).Frames;
        byte[] bytes = File.ReadAllBytes(_folder.At(name));
        new Random(5).NextBytes(bytes.AsSpan(bytes.Length * 6 / 10, bytes.Length / 20));
        File.WriteAllBytes(_folder.At(name), bytes);
        (List<byte[]> frames, _, string? error) = Read(_folder.At(name));
        Assert.Matches(@"is damaged from about frame \d+ \(00:00:0\d\.\d\) on: ffmpeg says", error);
        Assert.InRange(frames.Count, 60, 135);
        Assert.Equal(good.Take(frames.Count), frames);
    }

    [Theory]
    [InlineData("v.avi", true)]
    [InlineData("v.mkv", true)]
    [InlineData("fast.mp4", true)]
    [InlineData("fragments.mp4", false)]
    [InlineData("v.ts", false)]
    public void Read_CutAnywhere_GivesAGoodBeginningAndSaysWhatLacks(string name, bool promises)
    {
        string[] layout = name switch
        {
            "fast.mp4" => ["-movflags", "+faststart"],
            "fragments.mp4" => ["-movflags", "+frag_keyframe+empty_moov"],
            _ => [],
        };
        TestMedia.Video(_folder.At(name), 100, 64, 48, ["-c:v", "mpeg4", "-g", "10", .. layout]);
        List<byte[]> good = Read(_folder.At(name)).Frames;
        Assert.Equal(100, good.Count);
        byte[] whole = File.ReadAllBytes(_folder.At(name));
        var random = new Random(11);
        int[] places = [0, 1, 11, 100, whole.Length - 1, .. Enumerable.Range(1, 9).Select(i => whole.Length * i / 10), .. Enumerable.Range(0, 6).Select(_ => random.Next(whole.Length))];
        foreach (int place in places)
        {
            File.WriteAllBytes(_folder.At(name), whole[..place]);
            (List<byte[]> frames, _, string? error) = Read(_folder.At(name));
            Assert.True(error is not null || frames.Count >= (promises ? 95 : 1), $"cut at {place} of {whole.Length}: {frames.Count} frames and no word");

            // the last picture before a cut may be half: it is never given where the decoder complains
            Assert.True(good.Take(frames.Count - 1).SequenceEqual(frames.SkipLast(1), Bytes), $"cut at {place}: other frames");
        }
    }

    [Theory]
    [InlineData("v.avi")]
    [InlineData("v.mkv")]
    [InlineData("v.mp4")]
    public void Read_VideoOfOneFrame_IsHealthy(string name)
    {
        (List<byte[]> frames, _, string? error) = Read(TestMedia.Video(_folder.At(name), frames: 1));
        Assert.Null(error);
        Assert.Single(frames);
    }

    [Fact]
    public void Read_ListOfPictures_HasNoTimesOfItsOwn()
    {
        TestMedia.RequireFfmpeg();
        VadVideo video = VideoSource.FromPath(TestMedia.Images(_folder, "i", 3)).Videos[0];
        Assert.Equal(3, TestMedia.ReadAll(video.OpenFrames()).Count);
        video.KeepTime(1, 0.04);
        Assert.Null(video.TimeOf(1));
    }

    private static readonly IEqualityComparer<byte[]> Bytes = EqualityComparer<byte[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), a => a.Length);

    private static (List<byte[]> Frames, List<double> Times, string? Error) Read(string path)
    {
        var frames = new List<byte[]>();
        var times = new List<double>();
        try
        {
            using FrameReader reader = VideoSource.FromPath(path).Videos[0].OpenFrames();
            var frame = new byte[reader.Format.FrameBytes];
            while (reader.Read(frame))
            {
                frames.Add([.. frame]);
                times.Add(reader.Last.Time);
            }

            return (frames, times, null);
        }
        catch (VadException e)
        {
            return (frames, times, e.Message);
        }
    }
}
