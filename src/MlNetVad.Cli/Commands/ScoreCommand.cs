using System.CommandLine;
using Microsoft.ML;
using MlNetVad.Cli.Scores;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad score</c>.</summary>
internal static class ScoreCommand
{
    private const string StandardOutput = "-";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> model = CommonOptions.Model();
        Option<string> input = new("--input", "-i")
        {
            Description = "A video file, a folder of images or videos, a URL (rtsp, http, …), or a scene (synthetic:scene).",
            HelpName = "INPUT",
            Required = true,
        };
        Option<string?> output = new("--output", "-o") { Description = "CSV with a line a frame: video,frame,score,label,time (seconds); '-' prints it while frames are scored.", HelpName = "scores.csv" };
        Option<string?> plot = new("--plot") { Description = "Picture of the score curve.", HelpName = "curve.svg" };
        var command = new Command("score", "Score every frame of a video and list where it is unusual.") { model, input, output, plot };
        Func<ParseResult, StreamOptions> stream = command.AddStream();
        command.SetAction(screen, parsed => Run(
            screen,
            parsed.GetValue(model)!,
            parsed.GetValue(input)!,
            stream(parsed),
            parsed.GetValue(output),
            parsed.GetValue(plot),
            cancellation));
        return command;
    }

    private static int Run(Screen screen, string modelPath, string input, StreamOptions stream, string? output, string? plot, CancellationToken cancellation)
    {
        string[] files = [.. new[] { output, plot }.OfType<string>().Where(path => path != StandardOutput)];
        OutputPath.Check(files, modelPath, input);
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = VadModel.Load(ml, modelPath);
        VideoSource source = VideoSource.FromPath(input, stream);
        if (source.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        var scorer = new VideoScorer(ml, model) { Live = source.Videos.Any(v => v.IsLive) };
        var summary = new ScoreSummary(model.Threshold ?? double.NaN);
        using IScoreSink sink = output switch
        {
            null => new NoScores(),
            StandardOutput => new PrintedScores(screen.Out),
            _ => new WrittenScores(output),
        };
        var curve = plot is null ? null : new ScoreCurve();
        Exception? end = null;
        WorkProgress.Show(screen, _ => "Scoring", progress =>
        {
            long done = 0;
            long? total = source.ExpectedFrameCount;
            try
            {
                foreach (FrameScore frame in scorer.Score(source, cancellation))
                {
                    summary.Add(frame);
                    sink.Add(frame);
                    curve?.Add(frame);
                    progress.Report(new VideoProgress(1, ++done, total));
                }
            }
            catch (Exception e) when (done > 0 && Failure.Expected(e))
            {
                end = e;
            }

            // before anything is shown: the terminal may be gone
            summary.Finish(scorer.Timing);
            curve?.Save(plot!, model.Threshold, source.Name);
            sink.Commit();
            return done;
        });
        if (end is not null)
        {
            screen.Complain(Failure.Kept(end, "scores", summary.Frames, files));
        }

        Print(screen, source, summary, files, output == StandardOutput);
        return end is null ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(Screen screen, VideoSource source, ScoreSummary summary, string[] files, bool printed)
    {
        if (screen.Json && !printed)
        {
            screen.Out.WriteLine(ScoreJson.Write(source, summary, files));
        }
        else if (!printed)
        {
            ScoreTables.Show(screen, source, summary, files);
        }
    }
}
