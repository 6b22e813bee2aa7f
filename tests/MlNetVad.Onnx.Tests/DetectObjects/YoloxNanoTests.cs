using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Tests.DetectObjects;

/// <summary>The published YOLOX-nano on photographs.</summary>
public sealed class YoloxNanoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nano").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Detect_DogBicycleAndCar_FindsThem()
    {
        string[] found = Names(Objects(Network, Photograph("images/dog.jpg")));

        Assert.Contains("dog", found);
        Assert.Contains("bicycle", found);
        Assert.True(found.Contains("car") || found.Contains("truck"), string.Join(", ", found));
    }

    [Fact]
    public void Detect_BusAndPeople_FindsThem()
    {
        string[] found = Names(Objects(Network, Photograph("images/bus.jpg")));

        Assert.Contains("bus", found);
        Assert.True(found.Count(n => n == "person") >= 3, string.Join(", ", found));
    }

    [Theory]
    [InlineData("images/dog.jpg")]
    [InlineData("images/bus.jpg")]
    public void Detect_Photograph_GivesTheBoxesOfTheDefinition(string name)
    {
        (byte[] picture, FrameFormat format) = Pixels(Photograph(name));
        List<ReferenceDetector.Box> expected = ReferenceDetector.Detect(Network, picture, format.Width, format.Height, 0.3, 0.45);

        float[][] actual = Objects(Network, Photograph(name));

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, actual.Length);
        Assert.All(expected, e => Assert.Contains(actual, a =>
            a[5] == e.Class && Math.Abs(a[4] - e.Score) < 0.02
            && Math.Abs(a[0] - e.Left) < 2 && Math.Abs(a[1] - e.Top) < 2 && Math.Abs(a[0] + a[2] - e.Right) < 2 && Math.Abs(a[1] + a[3] - e.Bottom) < 2));
    }

    [Fact]
    public void Detect_GreyClip_IsSeenAsGreyColours()
    {
        VideoSource photograph = Photograph("images/dog.jpg");
        (byte[] grey, FrameFormat format) = Pixels(photograph, channels: 1);
        byte[] spread = [.. grey.SelectMany(g => new[] { g, g, g })];
        VideoSource colours = VideoSource.FromFrames("spread", [spread], format with { Channels = 3 });

        float[][] ofGrey = Objects(Network, photograph, channels: 1);

        Assert.NotEmpty(ofGrey);
        Assert.Equal(Objects(Network, colours), ofGrey);
    }

    [Fact]
    public void Save_EmbeddedDetector_FindsTheSameInAFreshProcessElsewhere()
    {
        string copy = Path.Combine(_folder, "detector.onnx");
        File.Copy(Network, copy);
        (byte[] picture, FrameFormat format) = Pixels(Photograph("images/dog.jpg"));
        var ml = new MLContext(seed: 1);
        VideoSource source = VideoSource.FromFrames("dog", [picture], format);
        VideoDataView clips = VideoData.Load(ml, source, new VideoOptions { ClipLength = 1, Channels = 3 });
        ITransformer fitted = ml.Transforms.DetectObjects("Objects", "Clip", copy).Fit(clips);
        string zip = Path.Combine(_folder, "model.zip"), raw = Path.Combine(_folder, "dog.raw");
        VadModel.Save(ml, fitted, clips.Schema, zip);
        File.Delete(copy);
        File.WriteAllBytes(raw, picture);
        float[] expected = [.. fitted.Transform(clips).GetColumn<VBuffer<float>>("Objects").Single().DenseValues()];

        string printed = InAFreshProcess(zip, raw);

        Assert.NotEmpty(expected);
        Assert.Equal(Convert.ToHexString(MemoryMarshal.AsBytes<float>(expected)), printed);
    }

    private static string Network => TestData.Require("models/yolox_nano.onnx");

    private static VideoSource Photograph(string name) => VideoSource.FromPath(TestData.Require(name));

    private static float[][] Objects(string network, VideoSource source, int channels = 3)
    {
        var ml = new MLContext(seed: 1);
        VideoDataView clips = VideoData.Load(ml, source, new VideoOptions { ClipLength = 1, Channels = channels });
        return SmallDetector.Objects(ml.Transforms.DetectObjects("Objects", "Clip", network).Fit(clips).Transform(clips));
    }

    private static string[] Names(float[][] objects)
    {
        string[] names = File.ReadAllLines(TestData.Require("models/coco_classes.txt"));
        return [.. objects.Select(o => names[(int)o[5]])];
    }

    private static (byte[] Pixels, FrameFormat Format) Pixels(VideoSource source, int channels = 3)
    {
        using FrameReader reader = source.Videos[0].OpenFrames(new FrameFormat(0, 0, channels), TestContext.Current.CancellationToken);
        var pixels = new byte[reader.Format.FrameBytes];
        Assert.True(reader.Read(pixels));
        return (pixels, reader.Format);
    }

    private string InAFreshProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Loader.Program).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Trim();
    }
}
