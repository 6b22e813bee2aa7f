using System.CommandLine;
using System.Text.Json.Nodes;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Video.Datasets;
using Spectre.Console;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad demo</c>: the whole road on a generated scene, the model loaded by a process of its own.</summary>
internal static class DemoCommand
{
    private const string ConfigResource = "demo.mbconfig";
    private const double ExpectedAuc = 0.95;

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> output = new("--output", "-o")
        {
            Description = "Folder for everything the demo writes.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "demo",
        };
        var command = new Command("demo", "Generate a scene, train on its normal part, save the model, load it in a new process, evaluate.") { output };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(output)!, cancellation));
        return command;
    }

    private static int Run(Screen screen, string folder, CancellationToken cancellation)
    {
        OutputPath.CheckFolder(folder);
        OutputPath.CheckTemporary();
        string configPath = Path.Combine(folder, ConfigResource), modelPath = Path.Combine(folder, "model.zip");
        AtomicFile.WriteText(configPath, ReadConfig());
        TrainingConfig config = TrainingConfig.Load(configPath);
        screen.Note($"[bold]1[/] Train on the generated scene [grey]({Markup.Escape(config.DataSource.Location)})[/]");
        TrainedModel trained = ModelTraining.Train(
            config,
            config.Training.CreatePipeline,
            config.DataSource.Open(VadSplit.Train),
            config.Training.Seed,
            modelPath,
            new TrainingRun { CancellationToken = cancellation },
            screen,
            withPictures: true);
        screen.Note($"  {trained.Clips:N0} normal clips in {trained.Seconds:0.0} s → {Markup.Escape(modelPath)}");
        screen.Note("[bold]2[/] Load the model in a new process and evaluate it on the scene's labelled part");
        string[] arguments =
        [
            "evaluate", "--model", modelPath, "--dataset", config.DataSource.Location, "--output", folder, "--json",
            .. screen.Verbosity == Verbosity.Quiet ? ["--quiet"] : Array.Empty<string>(),
        ];
        (int exitCode, string json) = SelfProcess.Run(arguments, cancellation);
        if (exitCode != ExitCode.Success)
        {
            throw new VadException($"The new process that was to evaluate '{modelPath}' ended with exit code {exitCode}; its message stands above.");
        }

        VadEvaluationReport report = VadEvaluationReport.FromJson(json);
        if (screen.Json)
        {
            screen.Out.WriteLine(json.TrimEnd());
        }

        EvaluationTables.Show(screen, report);
        Draw.Pairs(screen, "Written", [.. Files(folder)]);
        screen.Show("");
        return Verdict(report);
    }

    private static int Verdict(VadEvaluationReport report) => report.MicroAuc >= ExpectedAuc
        ? ExitCode.Success
        : throw new VadException($"The demo's micro AUC is {report.MicroAuc:0.0000}; at least {ExpectedAuc} was expected, something is wrong with this build.");

    private static IEnumerable<(string Name, string Path)> Files(string folder) =>
    [
        ("config", Path.Combine(folder, ConfigResource)),
        ("model", Path.Combine(folder, "model.zip")),
        .. EvaluationFiles.Named(folder),
    ];

    /// <summary>The shipped config, with its output beside it.</summary>
    private static string ReadConfig()
    {
        using Stream stream = typeof(DemoCommand).Assembly.GetManifestResourceStream(ConfigResource)!;
        JsonObject config = JsonNode.Parse(stream)!.AsObject();
        config.Remove("$schema");
        config["TrainingOption"]!["OutputFolder"] = ".";
        return config.ToJsonString(CliJson.Options) + "\n";
    }
}
