using System.CommandLine;
using MlNetVad.Cli.Ablation;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad ablate CONFIG --table NAME</c>.</summary>
internal static class AblateCommand
{
    private const int MostSeeds = 100;

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> config = new("config") { Description = "The config (*.mbconfig) whose options each row changes: SfnVad or SibVad, with labelled test video." };
        Option<string> table = new("--table", "-t") { Description = $"Which table of the papers: {string.Join(", ", AblationTable.Names)}.", HelpName = "NAME", Required = true };
        table.AcceptOnlyFromAmong([.. AblationTable.Names]);
        Option<int?> steps = new("--steps")
        {
            Description = "At most so many steps of training a row; without it, what the config says.",
            HelpName = "N",
            CustomParser = result => (int?)CommonOptions.Number(result, "a whole number from 1", n => n is >= 1 and <= int.MaxValue && n == Math.Floor(n)),
        };
        Option<int> seeds = new("--seeds")
        {
            Description = "Runs of each row, with the config's seed and those after it; several give mean and standard deviation.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
            CustomParser = result => (int)CommonOptions.Number(result, $"a whole number from 1 to {MostSeeds}", n => n is >= 1 and <= MostSeeds && n == Math.Floor(n)),
        };
        var command = new Command("ablate", "Train and evaluate the rows of one of the papers' ablation tables on your data; finished rows are kept, so that it can be interrupted.")
        {
            config, table, steps, seeds,
        };
        command.SetAction(screen, parsed => Run(
            screen, parsed.GetValue(config)!, parsed.GetValue(table)!, parsed.GetValue(steps), parsed.GetValue(seeds), cancellation));
        return command;
    }

    private static int Run(Screen screen, string configPath, string name, int? steps, int seeds, CancellationToken cancellation)
    {
        TrainingConfig config = TrainingConfig.Load(configPath);
        foreach (string warning in config.Training.Warnings)
        {
            screen.Warn(warning);
        }

        if (!config.Training.Options.TrainsNetwork)
        {
            throw new VadException($"'{configPath}' trains {config.Training.Trainer}, which has no network; give a config of SfnVad or SibVad.");
        }

        AblationTable table = AblationTable.Read(name);
        AblationResults results = AblationResults.Open(config, name);
        OutputPath.CheckFile(results.Path);
        OutputPath.CheckTemporary();
        int[] seedList = [.. Enumerable.Range(config.Training.Seed, seeds)];
        try
        {
            IReadOnlyList<AblationCell> cells = new AblationRun(config, table, results, steps, seedList, screen).Run(cancellation);
            AblationReport report = new(config, name, table, steps, seedList, cells, results);
            if (screen.Json)
            {
                screen.Out.WriteLine(report.ToJson());
            }
            else
            {
                report.Show(screen);
            }

            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            screen.Complain($"stopped; finished rows are kept in '{results.Path}', the same command goes on from there.");
            return ExitCode.Failure;
        }
    }
}
