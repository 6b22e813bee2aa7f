using System.CommandLine;
using Microsoft.ML;
using MlNetVad.Cli.Bench;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad bench MODEL [VIDEO]</c>.</summary>
internal static class BenchCommand
{
    private const int MostCameras = 64;

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = "The model zip." };
        Argument<string?> video = new("video")
        {
            Description = $"A video file or a folder; without it, a generated scene of 640×480 is encoded and read. The first {SpeedRun.MostFrames} frames count.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<int> cameras = new("--cameras")
        {
            Description = "Cameras at once at most: 1, 2, 4 and so on are measured, each reading the same video.",
            HelpName = "N",
            DefaultValueFactory = _ => 4,
            CustomParser = result => (int)CommonOptions.Number(result, $"a whole number from 1 to {MostCameras}", n => n is >= 1 and <= MostCameras && n == Math.Floor(n)),
        };
        var command = new Command("bench", "Measure how fast this machine decodes video and scores it, by stage, alone and with several cameras at once; prints a Markdown table to paste.")
        {
            model, video, cameras,
        };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(model)!, parsed.GetValue(video), parsed.GetValue(cameras), cancellation));
        return command;
    }

    private static int Run(Screen screen, string path, string? input, int cameras, CancellationToken cancellation)
    {
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = ModelFile.Load(ml, path, cancellation);
        using BenchVideo video = BenchVideo.Open(input, cancellation);
        int[] atOnce = [.. SpeedRun.Doubled(cameras)];
        IReadOnlyList<Speed> speeds = WorkProgress.Show(
            screen,
            pass => pass == 1 ? "Decoding" : $"Scoring, {Counted.Of(atOnce[pass - 2], "camera")}",
            progress => new SpeedRun(ml, model, video.Source).Measure(cameras, progress, cancellation));
        screen.Out.Write(screen.Json ? BenchTable.ToJson(path, model, video, speeds).ToJsonString(CliJson.Options) + "\n" : BenchTable.Markdown(path, model, video, speeds));
        return ExitCode.Success;
    }
}
