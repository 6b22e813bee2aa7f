using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Service.Cameras;
using MlNetVad.Video;
using SkiaSharp;

namespace MlNetVad.Service.Tests;

/// <summary>The pictures of normal life that a model keeps, and which of them an alarm is compared with.</summary>
public sealed class NormalPictureTests(ITestOutputHelper output) : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-pictures").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pictures_OfEachPart_AreFewAndSmallAndDiffer()
    {
        IReadOnlyList<NormalPicture> pictures = VadModel.Load(_ml, SmallModel.Path).Training!.Pictures;

        Assert.Equal(["motion", "posture", "stay", "amount", "scene", "looks"], pictures.Select(picture => picture.Part).Distinct());
        Assert.All(pictures.CountBy(picture => picture.Part), part => Assert.InRange(part.Value, 2, 8));
        Assert.All(pictures, picture => Assert.InRange(picture.Jpeg.Length, 1, 4096));
        Assert.All(pictures, picture => Assert.Equal(new FrameFormat(90, 120, 3), Pictures.FormatOf(picture.Jpeg.ToArray())));
        Assert.All(pictures, picture => Assert.Equal(picture.Part is "amount" or "scene", picture.Place is null));
        Assert.Equal(pictures.Count, pictures.Select(picture => (picture.Part, Convert.ToHexString(picture.Vector.Span))).Distinct().Count());
    }

    [Fact]
    public void Nearest_OfAFrameThatIsKept_IsItsOwnPicture()
    {
        VadModel model = VadModel.Load(_ml, SmallModel.Path);
        int met = 0;
        foreach (FrameScore frame in new VideoScorer(_ml, model).Score(VideoSource.FromPath(Demo.Normal)).Where(frame => !frame.IsFilled))
        {
            Evidence evidence = frame.Evidence!;
            NormalPicture[] own = [.. model.Training!.Pictures.Where(picture => picture.Part == evidence.Part && picture.Video == frame.Video && picture.Frame == frame.Frame && picture.Place == evidence.Place)];
            Assert.Equal(evidence.Part, evidence.Nearest?.Part ?? evidence.Part);
            if (own.Length > 0 && evidence.Part != "looks")   // a place that looks alike may be kept twice
            {
                met++;
                Assert.Equal((own[0].Video, own[0].Frame), (evidence.Nearest!.Video, evidence.Nearest.Frame));
            }
        }

        output.WriteLine($"{met} frames met their own pictures");
        Assert.InRange(met, 3, 48);
    }

    [Fact]
    public void Save_WithoutPictures_ScoresAsWithThemAndComparesWithNothing()
    {
        VadModel with = VadModel.Load(_ml, SmallModel.Path);
        string path = Path.Combine(_folder, "without.zip");
        VadModel.Save(_ml, with.Transformer, with.InputSchema, path, with.Training! with { Pictures = [] });
        VadModel without = VadModel.Load(_ml, path);

        FrameScore[] expected = Score(with), found = Score(without);
        Assert.Equal(expected.Select(frame => frame.Score), found.Select(frame => frame.Score));
        Assert.All(found, frame => Assert.Null(frame.Evidence!.Nearest));
        Assert.Contains(expected, frame => frame.IsAnomaly && frame.Evidence!.Nearest is not null);
        Assert.Empty(without.Training!.Pictures);
    }

    [Fact]
    public void Redefine_KeepsThePictures()
    {
        VadModel model = VadModel.Load(_ml, SmallModel.Path);
        VideoSource video = VideoSource.FromPath(WatchTests.Scene);
        float[] labels = [.. video.Videos[0].Labels!];
        VadModel taught = model.Redefine(_ml, video, VideoSegment.Frames(Array.IndexOf(labels, 1f), Array.LastIndexOf(labels, 1f)), RedefinedAs.Normal);
        string path = Path.Combine(_folder, "taught.zip");
        VadModel.Save(_ml, taught.Transformer, taught.InputSchema, path);

        Assert.Equal(
            model.Training!.Pictures.Select(picture => (picture.Part, picture.Frame, Convert.ToHexString(picture.Jpeg.Span))),
            VadModel.Load(_ml, path).Training!.Pictures.Select(picture => (picture.Part, picture.Frame, Convert.ToHexString(picture.Jpeg.Span))));
    }

    [Fact]
    public void Marked_IsTwiceAsLargeWithTheBoxInGreenAndRefusesWhatIsNotSmall()
    {
        byte[] marked = Pictures.Marked(WatchTests.Jpeg(), new ScoredBox(0.25f, 0.5f, 0.5f, 0.25f, 1));   // of a black, grey picture
        using SKBitmap picture = SKBitmap.Decode(marked);
        Assert.Equal((240, 180), (picture.Width, picture.Height));
        Assert.True(picture.GetPixel(120, 90) is { Green: > 120, Red: < 110 }, $"{picture.GetPixel(120, 90)}");
        Assert.True(picture.GetPixel(120, 110) is { Green: < 60 }, $"{picture.GetPixel(120, 110)}");
        Assert.Contains("damaged", Assert.Throws<VadException>(() => Pictures.Marked(WatchTests.Jpeg(2000, 8), null)).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Throws<VadException>(() => Pictures.Marked("no picture"u8, null)).Message, StringComparison.Ordinal);
    }

    private FrameScore[] Score(VadModel model) => [.. new VideoScorer(_ml, model).Score(VideoSource.FromPath(WatchTests.Scene))];
}
