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
        Option<string?> draw = new("--draw") { Description = "Picture of the frame with the highest score: its objects or heat map, and the score, drawn over it; beside it the most similar picture of normal life that the model keeps. Reads the video once more.", HelpName = "overlay.png" };
        var command = new Command("score", "Score every frame of a video and list where it is unusual.") { model, input, output, plot, draw };
        Func<ParseResult, StreamOptions> stream = command.AddStream();
        command.SetAction(screen, parsed => Run(
            screen,
            parsed.GetValue(model)!,
            parsed.GetValue(input)!,
            stream(parsed),
            parsed.GetValue(output),
            parsed.GetValue(plot),
            parsed.GetValue(draw),
            cancellation));
        return command;
    }

    private static int Run(
        Screen screen, string modelPath, string input, StreamOptions stream, string? output, string? plot, string? draw, CancellationToken cancellation)
    {
        string[] files = [.. new[] { output, plot, draw }.OfType<string>().Where(path => path != StandardOutput)];
        OutputPath.Check(files, modelPath, input);
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = ModelFile.Load(ml, modelPath, cancellation);
        VideoSource source = VideoSource.FromPath(input, stream);
        if (source.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        var picture = draw is null ? null : new ScoredPicture(draw);
        picture?.Check(ml, model, source);
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
                    picture?.Add(frame);
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
        if (end is null)
        {
            picture?.Save(ml, model, source, cancellation);
        }
        else
        {
            files = [.. files.Where(file => file != draw)];   // it would read the video again
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
