using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Cli.Scores;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad render</c>: the video again, what the model says drawn over it.</summary>
internal static class RenderCommand
{
    private const string Remedy = "'mlnetvad score' gives its numbers";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> model = CommonOptions.Model();
        Option<string> input = new("--input", "-i") { Description = "A video file, or a folder of the images of one video.", HelpName = "INPUT", Required = true };
        Option<string> output = new("--output", "-o") { Description = $"The video to write ({string.Join(", ", VideoFile.Endings)}), in the size that the model works at.", HelpName = "out.mp4", Required = true };
        var command = new Command("render", "Draw over a video what the model says: the score, the objects, and where it is unusual.") { model, input, output };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(model)!, parsed.GetValue(input)!, parsed.GetValue(output)!, cancellation));
        return command;
    }

    private static int Run(Screen screen, string modelPath, string input, string output, CancellationToken cancellation)
    {
        if (!VideoFile.Endings.Contains(Path.GetExtension(output), StringComparer.OrdinalIgnoreCase))
        {
            throw new VadException($"Output '{output}' does not say which kind of video it is; end it with one of {string.Join(", ", VideoFile.Endings)}.");
        }

        OutputPath.Check([output], modelPath, input);
        OutputPath.RequireFile(output);
        OutputPath.CheckTemporary();
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = ModelFile.Load(ml, modelPath, cancellation);
        VadVideo video = OneVideo(VideoSource.FromPath(input));
        (long frames, long alarmed) = Render(screen, ml, model, video, output, cancellation);
        if (screen.Json)
        {
            screen.Out.WriteLine(new JsonObject { ["video"] = output, ["frames"] = frames, ["alarmed"] = alarmed }.ToJsonString(CliJson.Options));
        }
        else
        {
            Draw.Pairs(screen, "Written", (output, $"{Counted.Of(frames, "frame")}, {alarmed} of them over the threshold"));
            screen.Show("");
        }

        return ExitCode.Success;
    }

    private static (long Frames, long Alarmed) Render(Screen screen, MLContext ml, VadModel model, VadVideo video, string output, CancellationToken cancellation)
    {
        VideoOptions clips = model.ClipOptions();
        clips.CancellationToken = cancellation;
        IDataView rows = model.Transformer.Transform(VideoData.Load(ml, VideoSource.FromVideo(video), clips));
        Overlays overlays = Overlays.Of(model, rows.Schema, Remedy);
        rows = overlays.Draw(ml, rows);
        DataViewSchema.Column? predicted = rows.Schema.GetColumnOrNull("PredictedLabel");
        using var file = new VideoFile(output, video.FramesPerSecond ?? clips.AssumedFramesPerSecond);
        using DataViewRowCursor cursor = rows.GetRowCursor([.. overlays.Needed(rows.Schema), .. predicted is { } column ? [column] : (DataViewSchema.Column[])[]]);
        Func<MLImage> drawn = overlays.Reader(cursor);
        ValueGetter<bool>? alarms = predicted is { } label ? cursor.GetGetter<bool>(label) : null;
        return WorkProgress.Show(screen, _ => "Drawing", progress =>
        {
            (long frames, long alarmed) = (0, 0);
            while (cursor.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                bool alarm = false;
                alarms?.Invoke(ref alarm);
                using (MLImage picture = drawn())
                {
                    file.Add(picture);
                }

                alarmed += alarm ? 1 : 0;
                progress.Report(new VideoProgress(1, ++frames, video.ExpectedFrameCount));
            }

            file.Commit();
            return (frames, alarmed);
        });
    }

    private static VadVideo OneVideo(VideoSource source)
    {
        if (source.Videos.Count != 1)
        {
            throw new VadException($"'{source.Name}' holds {Counted.Of(source.Videos.Count, "video")}; render draws one at a time, give a video file or the folder of its images.");
        }

        return source.Videos[0].IsLive
            ? throw new VadException($"'{source.Videos[0].Id}' comes live and does not end; record it, and give the file.")
            : source.Videos[0];
    }
}
