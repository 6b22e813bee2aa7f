using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

/// <summary>Picture geometry is measured, not believed.</summary>
public sealed class PictureGeometryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MLContext _ml = new(1);
    private readonly List<string> _warnings = [];

    public PictureGeometryTests() => _ml.Log += (_, e) =>
    {
        if (e.Kind == ChannelMessageKind.Warning)
        {
            _warnings.Add(e.Message);
        }
    };

    public static TheoryData<string, int> Orientations => new(
        from extension in new[] { "jpg", "png", "tif" }
        from orientation in Enumerable.Range(0, 10)
        select (extension, orientation));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Orientations))]
    public void OpenFrames_PictureTurnedByExif_IsUpright(string extension, int orientation)
    {
        OrientedPicture.Write(_folder.At($"i/1.{extension}"), orientation);
        VideoSource[] ways = [VideoSource.FromPath(_folder.At("i")), VideoSource.FromPath(_folder.At($"i/1.{extension}")), VideoSource.FromPictures(_folder.At("i"))];
        Assert.All(ways, source => RequireUpright(source.Videos[0], orientation));
    }

    [Fact]
    public void OpenFrames_PicturesTurnedInSeveralWays_AreAllUpright()
    {
        int[] orientations = [1, 2, 4, 4, 3, 1];
        for (int i = 0; i < orientations.Length; i++)
        {
            OrientedPicture.Write(_folder.At($"i/{i}.{(i == 2 ? "png" : "jpg")}"), orientations[i]);
        }

        List<byte[]> frames = TestMedia.ReadAll(VideoSource.FromPath(_folder.At("i")).Videos[0].OpenFrames());
        Assert.Equal(orientations.Length, frames.Count);
        Assert.All(frames, (frame, i) => RequireSame(frame, orientations[i], OrientedPicture.Width));
    }

    [Fact]
    public void OpenFrames_StoredSizesDifferButUprightOnesDoNot_IsOneVideo()
    {
        OrientedPicture.Write(_folder.At("i/0.jpg"), 6);
        TestMedia.Pgm(_folder.At("i/1.pgm"), OrientedPicture.Height, OrientedPicture.Width, (_, _) => 9);
        VideoSource source = VideoSource.FromPath(_folder.At("i"));
        Assert.Equal(2, TestMedia.ReadAll(source.Videos[0].OpenFrames()).Count);
        Assert.Single(VideoSource.FromPictures(_folder.At("i")).Videos);
    }

    [Fact]
    public void OpenFrames_TurnedAndScaled_IsUpright()
    {
        OrientedPicture.Write(_folder.At("i/0.jpg"), 8);
        byte[] frame = Assert.Single(TestMedia.ReadAll(VideoSource.FromPath(_folder.At("i")).Videos[0].OpenFrames(new FrameFormat(6, 4))));
        byte[] corners = [frame[0], frame[3], frame[20], frame[23]];
        Assert.All(corners, (level, i) => Assert.InRange(
            level - OrientedPicture.Upright(8, i % 2 * (OrientedPicture.Height - 1), i / 2 * (OrientedPicture.Width - 1)), -6, 6));
    }

    [Fact]
    public void Read_FramesOfAnotherSizeThanTheHeader_AreRefused()
    {
        // a header that lies: the size in the PNG's first chunk is measured, the frame behind it is another
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48:d=0.04", "-c:v", "mjpeg", _folder.At("i/0.jpg"));
        byte[] jpeg = File.ReadAllBytes(_folder.At("i/0.jpg"));
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        byte[] first = [.. jpeg[frame..(frame + 5)], 0, 24, 0, 32, .. jpeg[(frame + 9)..(frame + 4 + jpeg[frame + 3] - 2)]];
        File.WriteAllBytes(_folder.At("i/0.jpg"), [.. jpeg[..frame], .. first, .. jpeg[frame..]]);
        Exception? error = Record.Exception(() => TestMedia.ReadAll(VideoSource.FromPath(_folder.At("i")).Videos[0].OpenFrames()));
        Assert.Contains("comes as 64×48, 32×24 was expected", Assert.IsType<VadException>(error).Message);
    }

    [Fact]
    public void Read_InterlacedVideo_HasNoComb()
    {
        // a bar that jumps from field to field: woven, every second row differs
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "color=black:s=64x48:r=50:d=1", "-f", "lavfi", "-i", "color=white:s=8x48:r=50:d=1",
            "-filter_complex", "overlay=x='mod(n*6,56)',interlace=lowpass=0", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "2", _folder.At("v.ts"));
        List<byte[]> frames = TestMedia.ReadAll(VideoSource.FromPath(_folder.At("v.ts")).Videos[0].OpenFrames());
        Assert.Equal(25, frames.Count);
        Assert.All(frames.Skip(1).SkipLast(1), frame => Assert.InRange(Comb(frame, 64, 48), 0, 12));
    }

    [Fact]
    public void Load_VideosOfSeveralSizes_AreScaledToTheFirstAndSaidSo()
    {
        TestMedia.Video(_folder.At("v/a.avi"), frames: 6);
        TestMedia.Video(_folder.At("v/b.avi"), 6, 48, 32);
        TestMedia.Video(_folder.At("v/c.avi"), 6, 64, 48);
        Assert.Equal([4, 4, 4], Clips(VideoSource.FromPath(_folder.At("v")), new VideoOptions { ClipLength = 3 }));
        Assert.Contains("'b' is 48×32 but the first one, 'a', is 32×24: all are scaled to the first one's size, which squeezes", Assert.Single(_warnings));
    }

    [Theory]
    [InlineData(64, 48, false)]
    [InlineData(80, 60, false)]
    [InlineData(96, 54, true)]
    [InlineData(48, 64, true)]
    public void Load_VideoOfAnotherAspect_SaysThatItIsSqueezed(int width, int height, bool squeezed)
    {
        TestMedia.Video(_folder.At("a.avi"), 6, width, height);
        Clips(VideoSource.FromPath(_folder.At("a.avi")), new VideoOptions { ClipLength = 3, Height = 24, Width = 32 });
        Assert.Equal(squeezed, _warnings.Exists(w => w.Contains($"'a' is {width}×{height} but is read as 32×24", StringComparison.Ordinal)));
        Assert.Equal(squeezed ? 1 : 0, _warnings.Count);
    }

    private static void RequireUpright(VadVideo video, int orientation)
    {
        bool swapped = orientation is >= 5 and <= 8;
        int width = swapped ? OrientedPicture.Height : OrientedPicture.Width, height = swapped ? OrientedPicture.Width : OrientedPicture.Height;
        Assert.Equal(new FrameFormat(height, width), video.NativeFormat);
        RequireSame(Assert.Single(TestMedia.ReadAll(video.OpenFrames())), orientation, width);
    }

    private static void RequireSame(byte[] frame, int orientation, int width)
    {
        for (int i = 0; i < frame.Length; i++)
        {
            Assert.InRange(frame[i] - OrientedPicture.Upright(orientation, i % width, i / width), -8, 8);
        }
    }

    // how much a row differs from both its neighbours, where they agree
    private static double Comb(byte[] frame, int width, int height)
    {
        double most = 0;
        for (int y = 1; y < height - 1; y++)
        {
            double sum = 0;
            for (int x = 0; x < width; x++)
            {
                int above = frame[((y - 1) * width) + x], own = frame[(y * width) + x], below = frame[((y + 1) * width) + x];
                sum += Math.Max(0, Math.Min(Math.Abs(own - above), Math.Abs(own - below)) - Math.Abs(above - below));
            }

            most = Math.Max(most, sum / width);
        }

        return most;
    }

    private List<int> Clips(VideoSource source, VideoOptions options)
    {
        VideoDataView view = VideoData.Load(_ml, source, options);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<ReadOnlyMemory<char>> video = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Video"]);
        var names = new List<string>();
        ReadOnlyMemory<char> name = default;
        while (cursor.MoveNext())
        {
            video(ref name);
            names.Add(name.ToString());
        }

        return [.. names.GroupBy(n => n).Select(g => g.Count())];
    }
}
