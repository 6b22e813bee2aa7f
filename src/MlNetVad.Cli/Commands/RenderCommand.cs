using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Cli.Scores;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad render</c>: the video again, what the model says drawn over it.</summary>
internal static class RenderCommand
{
    private const double StandardAround = 5;

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> model = CommonOptions.Model();
        Option<string> input = new("--input", "-i") { Description = "A video file, or a folder of the images of one video.", HelpName = "INPUT", Required = true };
        Option<string> output = new("--output", "-o") { Description = $"The video to write ({string.Join(", ", VideoFile.Endings)}), in the size that the model works at, a strip with score and sentence below.", HelpName = "out.mp4", Required = true };
        Option<int?> number = new("--event")
        {
            Description = "Only the N-th alarm, as 'mlnetvad score' numbers them, with seconds before and after; the video is scored first.",
            HelpName = "N",
            CustomParser = result => (int?)CommonOptions.Number(result, "a whole number from 1", n => n is >= 1 and <= int.MaxValue && n == Math.Floor(n)),
        };
        Option<EventSpan?> span = new("--span")
        {
            Description = "Only this time, in seconds from the beginning, with seconds before and after.",
            HelpName = "FROM-TO",
            CustomParser = result =>
            {
                EventSpan? read = EventSpan.Parse(result.Tokens[0].Value);
                if (read is null)
                {
                    result.AddError($"--span is '{result.Tokens[0].Value}'; expected seconds, such as 12.5-20.");
                }

                return read;
            },
        };
        Option<double> around = new("--around")
        {
            Description = "Seconds before and after, with --event or --span.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => StandardAround,
            CustomParser = result => CommonOptions.Number(result, "seconds, from 0 to 3600", n => n is >= 0 and <= 3600),
        };
        var command = new Command("render", "Draw over a video what the model says: the score, the objects, and where it is unusual; or a clip of one event.") { model, input, output, number, span, around };
        command.Validators.Add(result =>
        {
            if (result.GetResult(number) is not null && result.GetResult(span) is not null)
            {
                result.AddError("Both --event and --span were given; name one part of the video.");
            }
        });
        command.SetAction(screen, parsed => Run(
            screen, parsed.GetValue(model)!, parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(number), parsed.GetValue(span), parsed.GetValue(around), cancellation));
        return command;
    }

    private static int Run(
        Screen screen, string modelPath, string input, string output, int? number, EventSpan? span, double around, CancellationToken cancellation)
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
        EventSpan? part = number is { } alarm ? EventSpan.OfAlarm(screen, ml, model, video, alarm, cancellation) : span;
        (long frames, long alarmed) = RenderedVideo.Write(screen, ml, model, video, part?.Around(around) ?? EventSpan.Everything, output, cancellation);
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
