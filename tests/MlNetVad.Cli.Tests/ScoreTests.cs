using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using MlNetVad.Cli.Scores;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;
using SkiaSharp;

namespace MlNetVad.Cli.Tests;

public sealed class ScoreTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Score_Scene_WritesALineAFrameAndAPicture()
    {
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["out/scores.csv"], "--plot", _workspace["curve.svg"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        string[] lines = File.ReadAllLines(_workspace["out/scores.csv"]);
        Assert.Equal("video,frame,score,label,time", lines[0]);
        Assert.Equal(2 * 90, lines.Length - 1);
        Assert.StartsWith("<svg", File.ReadAllText(_workspace["curve.svg"]), StringComparison.Ordinal);
        Assert.Equal(["curve.svg", "out", "out/scores.csv"], _workspace.Contents);
        Assert.Contains("frames/s", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_Draw_WritesTheFrameWithTheHighestScore()
    {
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene + "&anomaly=moved", "--draw", _workspace["out/worst.png"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        using MLImage picture = MLImage.CreateFromFile(_workspace["out/worst.png"]);
        Assert.True(picture.Width > picture.Height);
        Assert.Contains(picture.Pixels.ToArray().Chunk(4), pixel => pixel is [40, 40, 235, 255]);   // B, G, R, A of an alarm's box
        Assert.Equal(["out", "out/worst.png"], _workspace.Contents);
        Assert.Contains("worst.png", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void BesideNormal_IsTheFrameAndAsHighThePictureWithItsPlace()
    {
        using var frame = new SKBitmap(60, 40);
        frame.Erase(SKColors.Black);
        using var normal = new SKBitmap(96, 48);
        normal.Erase(SKColors.Blue);
        var picture = new NormalPicture
        {
            Part = "motion", Video = "01", Frame = 7, Place = new ScoredBox(0.5f, 0.5f, 0.25f, 0.25f, 0), Jpeg = normal.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray(),
        };

        using SKBitmap both = SKBitmap.Decode(BesideNormal.Draw(frame.Encode(SKEncodedImageFormat.Png, 100).ToArray(), picture));

        Assert.Equal((60 + 4 + 80, 40), (both.Width, both.Height));
        Assert.Equal(SKColors.Black, both.GetPixel(59, 39));
        Assert.Equal(SKColors.White, both.GetPixel(61, 20));
        Assert.True(both.GetPixel(70, 5).Blue > 200);
        Assert.True(both.GetPixel(64 + 40, 25).Green > 150, "the outline of its place");
    }

    [Fact]
    public void Score_DrawToJpeg_SaysWhatToDo()
    {
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "--draw", _workspace["worst.jpg"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("must end with .png", result.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Contents);
    }

    [Fact]
    public void Score_Json_SumsUpTheVideosAndAlarms()
    {
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene + "&anomaly=covered", "--json");

        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal(180, (int?)answer["frames"]);
        Assert.Equal(2, answer["videos"]!.AsArray().Count);
        Assert.Equal(0.5, (double?)answer["threshold"]);
        Assert.True((double)answer["framesPerSecond"]! > 0);
        Assert.True((double)answer["peakRssMb"]! > 0);
        Assert.NotEmpty(answer["alarms"]!.AsArray());
        Assert.All(answer["alarms"]!.AsArray(), alarm =>
        {
            Assert.True((double)alarm!["peakScore"]! > 0.5);
            Assert.Equal("camera covered", (string?)alarm["evidence"]!["part"]);
            Assert.True((double)alarm["evidence"]!["rarity"]! > 1);
        });
    }

    [Fact]
    public void Score_DashForOutput_PrintsTheSameLinesAsTheFile()
    {
        Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["scores.csv"]);

        CliResult printed = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", "-");

        Assert.Equal(File.ReadAllText(_workspace["scores.csv"]), printed.Out);
    }

    [Fact]
    public void Score_FolderOfImagesOfAnotherSize_ScoresEveryFrame()
    {
        string frames = _workspace.WriteFrames("gate", 20);

        CliResult result = Cli.Run("score", "-m", model.Path, "-i", frames, "-o", _workspace["scores.csv"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        string[] lines = File.ReadAllLines(_workspace["scores.csv"]);
        Assert.Equal(20, lines.Length - 1);
        Assert.All(lines.Skip(1), (line, i) => Assert.StartsWith($"gate,{i},", line, StringComparison.Ordinal));
        Assert.All(lines.Skip(1), line => Assert.EndsWith(",", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Score_VideoFile_ScoresEveryFrame()
    {
        string video = _workspace.WriteVideo("street.avi", frames: 40);

        CliResult result = Cli.Run("score", "-m", model.Path, "-i", video, "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(40, (int?)JsonNode.Parse(result.Out)!["frames"]);
    }

    [Fact]
    public void Score_VideoWithAPause_TellsTimesByItsTimeStamps()
    {
        // 2 s of frames, a minute of nothing, 3 s of frames
        string whole = _workspace.WriteVideo("whole.avi", frames: 65 * 25);
        Ffmpeg("-i", whole, "-vf", "select='lt(t,2)+gte(t,62)'", "-vsync", "vfr", "-c:v", "mpeg4", _workspace["pause.mp4"]);

        CliResult result = Cli.Run("score", "-m", model.Path, "-i", _workspace["pause.mp4"], "-o", _workspace["scores.csv"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        string[] lines = File.ReadAllLines(_workspace["scores.csv"]);
        Assert.Equal(1 + (5 * 25), lines.Length);
        Assert.EndsWith(",1.96", lines[50], StringComparison.Ordinal);
        Assert.EndsWith(",62", lines[51], StringComparison.Ordinal);
        Assert.All(JsonNode.Parse(result.Out)!["alarms"]!.AsArray(), alarm =>
        {
            string[] line = lines[1 + (int)alarm!["first"]!].Split(',');
            Assert.Equal(double.Parse(line[4], System.Globalization.CultureInfo.InvariantCulture), (double)alarm["firstTime"]!);
        });
    }

    [Fact]
    public void Score_DamageInTheMiddle_KeepsTheScoresUpToIt()
    {
        string video = _workspace.WriteVideo("street.avi", frames: 250);
        byte[] bytes = File.ReadAllBytes(video);
        new Random(5).NextBytes(bytes.AsSpan(bytes.Length * 6 / 10, bytes.Length / 10));
        File.WriteAllBytes(video, bytes);

        CliResult result = Cli.Run("score", "-m", model.Path, "-i", video, "-o", _workspace["scores.csv"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        int kept = File.ReadAllLines(_workspace["scores.csv"]).Length - 1;
        Assert.InRange(kept, 20, 200);
        string complaint = Assert.Single(result.Complaints);
        Assert.Contains("is damaged from about frame", complaint, StringComparison.Ordinal);
        Assert.Contains($"The scores of the {kept} frames before are kept in", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_Cancelled_LeavesNothing()
    {
        CliResult result = Cli.Run(new CancellationToken(canceled: true), "score", "-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["scores.csv"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Empty(_workspace.Contents);
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-y", "-nostdin", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
