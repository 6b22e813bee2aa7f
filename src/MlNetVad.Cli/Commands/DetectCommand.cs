using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MlNetVad.Cli.Detections;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad detect</c>.</summary>
internal static class DetectCommand
{
    private const string StandardOutput = "-";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        var standard = new ObjectDetectionEstimator.Options();
        Option<string> model = new("--model", "-m") { Description = "The detector's ONNX file.", HelpName = "M.onnx", Required = true };
        Option<string> input = new("--input", "-i")
        {
            Description = "A picture, a folder of pictures (of any sizes), a video file, a URL (rtsp, http, …), or a scene (synthetic:scene).",
            HelpName = "INPUT",
            Required = true,
        };
        Option<DetectorFormat> format = CommonOptions.Choice("--format", "What the numbers of the network's output mean.", standard.Format);
        Option<float> score = Share("--score", "Leave out objects with a lower score.", standard.ScoreThreshold, above: 0);
        Option<float> nms = Share("--nms", "Of two boxes of a class that overlap more, keep the better one.", standard.NmsThreshold, above: -1);
        Option<string?> classes = new("--classes") { Description = "Keep these classes only: names or ids, with commas between them.", HelpName = "person,bicycle" };
        Option<string?> names = new("--class-names") { Description = "A text file with one class name a line; without it, COCO's for networks of 80 classes.", HelpName = "names.txt" };
        Option<(int Columns, int Rows)?> tiles = Tiles();
        Option<string?> output = new("--output", "-o") { Description = "CSV with a line an object; '-' prints it while frames are read.", HelpName = "objects.csv" };
        Option<string?> draw = new("--draw") { Description = "The picture with its objects drawn over it.", HelpName = "objects.svg" };
        var command = new Command("detect", "Find objects in pictures or video with a detector in an ONNX file.")
        {
            model, input, format, score, nms, classes, names, tiles, output, draw,
        };
        Func<ParseResult, StreamOptions> stream = command.AddStream();
        command.SetAction(screen, parsed => Run(
            screen,
            new ObjectDetectionEstimator.Options
            {
                ModelPath = parsed.GetValue(model)!,
                Format = parsed.GetValue(format),
                ScoreThreshold = parsed.GetValue(score),
                NmsThreshold = parsed.GetValue(nms),
                Classes = parsed.GetValue(classes),
                ClassNamesPath = parsed.GetValue(names),
                TileColumns = parsed.GetValue(tiles)?.Columns ?? 1,
                TileRows = parsed.GetValue(tiles)?.Rows ?? 1,
            },
            parsed.GetValue(input)!,
            stream(parsed),
            parsed.GetValue(output),
            parsed.GetValue(draw),
            cancellation));
        return command;
    }

    private static int Run(
        Screen screen, ObjectDetectionEstimator.Options options, string input, StreamOptions stream, string? output, string? draw, CancellationToken cancellation)
    {
        string[] files = [.. new[] { output, draw }.OfType<string>().Where(path => path != StandardOutput)];
        OutputPath.Check(files, [options.ModelPath, input, .. options.ClassNamesPath is { } names ? [names] : Array.Empty<string>()]);
        bool printed = output == StandardOutput;
        VideoSource source = VideoSource.FromPictures(input, stream);
        if (source.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        if (draw is not null)
        {
            Overlay.Check([.. source.Videos.SelectMany(v => Enumerable.Range(0, v.FrameCount ?? 1).Select(v.FileOf))]);
        }

        var summary = new DetectionSummary(screen.Json || draw is not null ? int.MaxValue : DetectionTables.MostObjects);
        Exception? end = null;
        switch (output)
        {
            case null:
                end = Detect(screen, source, options, summary, null, cancellation);
                break;
            case StandardOutput:
                end = Detect(screen, source, options, summary, screen.Out, cancellation);
                break;
            default:
                AtomicFile.Write(output, file =>
                {
                    using var writer = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
                    end = Detect(screen, source, options, summary, writer, cancellation);
                });
                break;
        }

        if (draw is not null)
        {
            Overlay.Save(summary.Kept[0], draw);
        }

        if (end is not null)
        {
            screen.Complain(Failure.Kept(end, "objects", summary.Frames, files));
        }

        if (screen.Json && !printed)
        {
            screen.Out.WriteLine(DetectionJson.Write(source, options, summary, files));
        }
        else if (!printed)
        {
            DetectionTables.Show(screen, source, summary, files);
        }

        return end is null ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Detects up to the end, or to what ended it early: that is returned, if objects of any frame are there to keep.</summary>
    private static Exception? Detect(
        Screen screen, VideoSource source, ObjectDetectionEstimator.Options options, DetectionSummary summary, TextWriter? lines, CancellationToken cancellation)
    {
        MLContext ml = Context.Create(seed: 1, screen);
        var csv = lines is null ? null : new DetectionCsv(lines);
        Exception? end = null;
        var clock = Stopwatch.StartNew();
        WorkProgress.Show(screen, _ => "Detecting", progress =>
        {
            long? total = source.ExpectedFrameCount;
            try
            {
                foreach (FrameObjects frame in DetectionRun.Detect(ml, source, options, cancellation))
                {
                    summary.Add(frame);
                    csv?.Add(frame);
                    progress.Report(new VideoProgress(1, summary.Frames, total));
                }
            }
            catch (Exception e) when (summary.Frames > 0 && Failure.Expected(e))
            {
                end = e;
            }

            return summary.Frames;
        });
        summary.Seconds = clock.Elapsed.TotalSeconds;
        return end;
    }

    private static Option<float> Share(string name, string description, float standard, double above) => new(name)
    {
        Description = description,
        HelpName = "0…1",
        DefaultValueFactory = _ => standard,
        CustomParser = result => (float)CommonOptions.Number(result, above < 0 ? "a number from 0 to 1" : "a number above 0 up to 1", n => n > above && n is >= 0 and <= 1),
    };

    private static Option<(int Columns, int Rows)?> Tiles() => new("--tiles")
    {
        Description = "Look at so many tiles of each frame, columns x rows: for small objects in large pictures.",
        HelpName = "2x1",
        CustomParser = result =>
        {
            string[] parts = result.Tokens[0].Value.Split('x');
            if (parts.Length == 2 && Count(parts[0], out int columns) && Count(parts[1], out int rows))
            {
                return (columns, rows);
            }

            result.AddError($"--tiles is '{result.Tokens[0].Value}'; expected columns x rows, 1 to 64 each, such as 2x1.");
            return null;
        },
    };

    private static bool Count(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= 64;
}
