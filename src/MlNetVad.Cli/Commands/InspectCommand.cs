using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Cli.Cards;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad inspect model.zip</c>.</summary>
internal static class InspectCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = "The model zip." };
        Option<bool> card = new("--card") { Description = "Write a model card instead: what it was trained on, its calibration, its figures, its limits; Markdown, to standard output without --output." };
        Option<string?> report = new("--report") { Description = "With --card: the model's figures, a report.json or the folder that 'mlnetvad evaluate --output' wrote.", HelpName = "DIR|report.json" };
        Option<string?> output = new("--output", "-o") { Description = "With --card: the file to write, Markdown (.md) or HTML (.html).", HelpName = "card.md" };
        Option<string?> pictures = new("--pictures") { Description = "Write the pictures of normal life that the model keeps into this folder: PART-NUMBER.jpg.", HelpName = "DIR" };
        var command = new Command("inspect", "Show what a model is made of: its input, its parts with their settings, its threshold, and what it would notice.") { model, card, report, output, pictures };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(card) && (result.GetValue(report) ?? result.GetValue(output)) is not null)
            {
                result.AddError("--report and --output go with --card.");
            }

            if (result.GetValue(card) && result.GetValue(pictures) is not null)
            {
                result.AddError("--pictures does not go with --card.");
            }
        });
        command.SetAction(screen, parsed => parsed.GetValue(card)
            ? CardOutput.Run(screen, parsed.GetValue(model)!, parsed.GetValue(report), parsed.GetValue(output), cancellation)
            : Run(screen, parsed.GetValue(model)!, parsed.GetValue(pictures), cancellation));
        return command;
    }

    private static int Run(Screen screen, string path, string? pictures, CancellationToken cancellation)
    {
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = ModelFile.Load(ml, path, cancellation);
        if (pictures is not null)
        {
            Write(model.Training?.Pictures ?? [], path, pictures);
        }

        if (screen.Json)
        {
            screen.Out.WriteLine(ToJson(path, model).ToJsonString(CliJson.Options));
        }
        else
        {
            Print(screen, path, model);
        }

        return ExitCode.Success;
    }

    private static void Write(IReadOnlyList<NormalPicture> pictures, string path, string folder)
    {
        if (pictures.Count == 0)
        {
            throw new VadException($"'{path}' keeps no pictures of normal life: it was trained by an earlier version, with --no-pictures, or by a pipeline whose score has no parts.");
        }

        OutputPath.CheckFolder(folder);
        foreach ((int number, NormalPicture picture) in pictures.GroupBy(picture => picture.Part).SelectMany(part => part.Index()))
        {
            AtomicFile.Write(Path.Combine(folder, $"{picture.Part}-{number + 1}.jpg"), stream => stream.Write(picture.Jpeg.Span));
        }
    }

    private static void Print(Screen screen, string path, VadModel model)
    {
        VideoOptions clips = model.ClipOptions();
        Draw.Pairs(
            screen,
            path,
            ("reads", ModelWords.Reads(clips)),
            ("scores", ModelWords.Scores(clips)),
            ("threshold", ModelWords.Threshold(model)),
            ("pictures", ModelWords.Pictures(model)),
            ("size", $"{new FileInfo(path).Length / 1024.0:N0} KiB"));
        TrialTable.Show(screen, model.Training?.WouldNotice);
        IReadOnlyList<PartDescription> parts = model.Describe();
        for (int i = 0; i < parts.Count; i++)
        {
            Draw.Pairs(
                screen,
                $"{i + 1}  {parts[i].Component}",
                [("reads", string.Join(", ", parts[i].InputColumns)), ("adds", string.Join(", ", parts[i].OutputColumns)), .. parts[i].Settings.Select(s => (s.Key, s.Value))]);
        }

        screen.Show("");
    }

    private static JsonObject ToJson(string path, VadModel model)
    {
        VideoOptions clips = model.ClipOptions();
        TrainingRecord? training = model.Training;
        return new JsonObject
        {
            ["model"] = path,
            ["bytes"] = new FileInfo(path).Length,
            ["clip"] = new JsonObject
            {
                ["length"] = clips.ClipLength,
                ["width"] = clips.Width,
                ["height"] = clips.Height,
                ["channels"] = clips.Channels,
                ["target"] = clips.Target.ToString(),
                ["frameInterval"] = clips.FrameInterval,
                ["latencyFrames"] = clips.FrameInterval > 0 ? null : clips.LatencyFrames(),
                ["latencySeconds"] = clips.LatencySeconds,
            },
            ["threshold"] = model.Threshold,
            ["trainedOn"] = training is null ? null : JsonSerializer.SerializeToNode(training with { Pictures = [] }, JsonSerializerOptions.Web),
            ["pictures"] = new JsonArray([.. (training?.Pictures ?? []).Select(ToJson)]),
            ["parts"] = new JsonArray([.. model.Describe().Select(ToJson)]),
        };
    }

    private static JsonNode ToJson(NormalPicture picture) => new JsonObject
    {
        ["part"] = picture.Part,
        ["video"] = picture.Video,
        ["frame"] = picture.Frame,
        ["place"] = picture.Place is { } box ? new JsonArray(box.X, box.Y, box.Width, box.Height) : null,
        ["bytes"] = picture.Jpeg.Length,
    };

    private static JsonNode ToJson(PartDescription part) => new JsonObject
    {
        ["component"] = part.Component,
        ["inputs"] = new JsonArray([.. part.InputColumns.Select(name => (JsonNode)name)]),
        ["outputs"] = new JsonArray([.. part.OutputColumns.Select(name => (JsonNode)name)]),
        ["settings"] = new JsonObject(part.Settings.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
    };
}
