using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad models [config …]</c>: which files the configs need, where they were looked for, and how to get them.</summary>
internal static class ModelsCommand
{
    private const string ConfigsFolder = "configs";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen)
    {
        Argument<string[]> configs = new("configs")
        {
            Description = "Configs (*.mbconfig); without any, those here and in ./configs.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("models", "List the networks and vocabularies that configs need: where each was looked for, its hash, and how to get it.") { configs };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(configs)!));
        return command;
    }

    private static int Run(Screen screen, string[] paths)
    {
        string[] configs = paths.Length > 0 ? paths : Here();
        ConfigFiles[] lists = [.. configs.Select(path => new ConfigFiles(path, TrainingConfig.Load(path).Training.NeededFiles()))];
        if (screen.Json)
        {
            screen.Out.WriteLine(ModelsTables.ToJson(lists).ToJsonString(CliJson.Options));
        }
        else
        {
            ModelsTables.Print(screen, lists);
        }

        return ExitCode.Success;
    }

    private static string[] Here()
    {
        string[] found =
        [
            .. new[] { ".", ConfigsFolder }.Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.mbconfig").Order(StringComparer.Ordinal))
                .Select(path => Path.GetRelativePath(".", path)),
        ];
        return found.Length > 0
            ? found
            : throw new VadException($"There is no config (*.mbconfig) here or in ./{ConfigsFolder}; name one: mlnetvad models CONFIG.");
    }
}

/// <summary>A config and the files that it needs.</summary>
/// <param name="Config">The config's path.</param>
/// <param name="Files">The files.</param>
internal sealed record ConfigFiles(string Config, IReadOnlyList<NeededFile> Files);
