using System.CommandLine;
using Microsoft.ML;
using MlNetVad.Cli.Redefining;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Torch;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad redefine M.zip --normal VIDEO@12.0-15.5</c>: what a person says is normal or anomalous, by example or in words, without training.</summary>
internal static class RedefineCommand
{
    private const string Segment = "VIDEO@FROM-TO, in seconds (gate.mp4@12.0-15.5) or frames (frames/@120f-155f).";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = "A model of NormalModes or SceneAdaptive; it is changed in place, and --undo takes that back.", HelpName = "M.zip" };
        Option<string[]> normal = new("--normal") { Description = $"What is unusual in this segment is normal: {Segment}", HelpName = "SEGMENT" };
        Option<string[]> anomalous = new("--anomalous") { Description = $"What is rarest in this segment is anomalous: {Segment}", HelpName = "SEGMENT" };
        Option<string> user = new("--user") { Description = "Who says so, for the record; you, if it is not given.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        Option<string> undo = new("--undo") { Description = "Take back the redefinition of that number, the last, or all.", HelpName = "N|last|all" };
        Option<bool> list = new("--list") { Description = "Only list the redefinitions that there are." };
        Option<string> preview = new("--preview") { Description = "Only show what a text is understood as and what would change in a video, and leave the model as it is.", HelpName = "VIDEO" };
        Option<string> plot = new("--plot") { Description = "With --preview: draw the scores before and after into an SVG picture.", HelpName = "curve.svg" };
        var command = new Command("redefine", "Say what is normal or anomalous after all, by example or in words, and without training: what resembles it is scored so from then on.")
        {
            model, normal, anomalous, user, undo, list, preview, plot,
        };
        var texts = new TextOptions(command);
        command.Validators.Add(result =>
        {
            int asked = new Option[] { normal, anomalous, undo, list }.Concat(texts.Says).Count(option => result.GetResult(option) is { Implicit: false });
            if (asked == 0 || (asked > 1 && (result.GetResult(list) ?? result.GetResult(undo)) is { Implicit: false }))
            {
                result.AddError("Say one thing: segments with --normal or --anomalous, words with --normal-text or --anomalous-text, or --undo, or --list.");
            }

            if (result.GetResult(plot) is not null && result.GetResult(preview) is null)
            {
                result.AddError("--plot draws what --preview compares; give --preview VIDEO too.");
            }
        });
        command.SetAction(screen, parsed =>
        {
            using ClipTextEncoder? clip = texts.OpenClip(parsed);
            var change = new Redefining.Change(parsed.GetValue(normal) ?? [], parsed.GetValue(anomalous) ?? [], texts.Read(parsed), parsed.GetValue(undo), parsed.GetValue(user)!, clip);
            return Run(screen, parsed.GetValue(model)!, change, parsed.GetValue(preview), parsed.GetValue(plot), cancellation);
        });
        return command;
    }

    private static int Run(Screen screen, string path, Redefining.Change change, string? preview, string? plot, CancellationToken cancellation)
    {
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel before = ModelFile.Load(ml, path, cancellation);
        string record = RedefinitionRecord.PathOf(path);
        if (preview is not null)
        {
            OutputPath.Check(plot is null ? [] : [plot], path, preview);
        }
        else if (!change.IsNone)
        {
            OutputPath.RequireFile(path);
            OutputPath.Check([record], path);
            OutputPath.CheckFile(path);
            OutputPath.CheckTemporary();
        }

        VadModel after = change.Apply(ml, before, cancellation);
        if (preview is not null)
        {
            Preview.Show(screen, ml, path, before, after, preview, plot, cancellation);
            return ExitCode.Success;
        }

        if (!change.IsNone)
        {
            VadModel.Save(ml, after.Transformer, after.InputSchema, path);
            RedefinitionRecord.Write(record, after.Redefinitions);
        }

        RedefinitionTable.Show(screen, path, after.Redefinitions);
        return ExitCode.Success;
    }
}
