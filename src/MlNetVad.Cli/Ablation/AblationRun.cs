using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using Spectre.Console;

namespace MlNetVad.Cli.Ablation;

/// <summary>Trains and evaluates the rows of a table that are not finished yet, one after the other.</summary>
internal sealed class AblationRun(TrainingConfig config, AblationTable table, AblationResults results, int? steps, IReadOnlyList<int> seeds, Screen screen)
{
    private static readonly double Sigma = new EvaluationOptions().PaperSigma;

    /// <summary>All cells, row by row, seed by seed.</summary>
    /// <exception cref="VadException">A row does not suit the config, or its training failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells are kept.</exception>
    public IReadOnlyList<AblationCell> Run(CancellationToken cancellation)
    {
        (AblationRow Row, TrainingConfig Config)[] rows = [.. table.Rows.Select(row => (row, row.Apply(config)))];
        VideoSource train = config.DataSource.Open(VadSplit.Train), test = config.DataSource.Open(VadSplit.Test);
        if (!ModelEvaluation.HasLabels(test))
        {
            throw new VadException($"'{test.Name}' has no labels to compare the rows by; an ablation needs a labelled test part.");
        }

        var cells = new List<AblationCell>();
        var set = new BaselinePass(test);
        foreach ((AblationRow row, TrainingConfig _) in rows)
        {
            foreach (int seed in seeds)
            {
                // options are filled by a run: each begins with fresh ones
                TrainingConfig own = row.Apply(config);
                string fingerprint = AblationResults.Fingerprint(own, config.DataSource.Location, steps);
                string title = $"[bold]{cells.Count + 1} of {rows.Length * seeds.Count}[/] {Markup.Escape(row.Name)}, seed {seed}";
                if (results.Find(row.Name, seed, fingerprint) is { } finished)
                {
                    screen.Note($"{title}: kept from before");
                    cells.Add(finished);
                    continue;
                }

                screen.Note(title);
                cells.Add(Measure(row, own, seed, fingerprint, train, set, cancellation));
            }
        }

        return cells;
    }

    private AblationCell Measure(
        AblationRow row, TrainingConfig own, int seed, string fingerprint, VideoSource train, BaselinePass test, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-ablation-").FullName;
        try
        {
            var run = new TrainingRun { MaximumSteps = steps, CancellationToken = cancellation };
            TrainedModel trained = ModelTraining.Train(own, own.Training.CreatePipeline, train, seed, Path.Combine(folder, "row.zip"), run, screen, withPictures: false);
            cancellation.ThrowIfCancellationRequested();
            VadEvaluationReport report = ModelEvaluation.Run(screen, trained.ModelPath, test, new EvaluationOptions(), cancellation).Report;
            var cell = new AblationCell(
                row.Name,
                seed,
                fingerprint,
                Under(report, EvaluationProtocol.Paper(Sigma)),
                Under(report, EvaluationProtocol.WithoutMinMax(Sigma)),
                Finite(report.MicroAuc),
                Math.Round(trained.Seconds, 1),
                trained.Network?.Step ?? 0);
            results.Add(cell, Untrained(report));
            return cell;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static UntrainedRow[] Untrained(VadEvaluationReport report) =>
    [
        .. report.Baselines.Where(b => b.Resolution is not null).GroupBy(b => b.Name).Select(same => new UntrainedRow(
            $"{same.Key.Split(": ", 2)[^1]}, {same.First().Resolution}",
            Of(same, EvaluationProtocol.Paper(Sigma)),
            Of(same, EvaluationProtocol.WithoutMinMax(Sigma)),
            Of(same, EvaluationProtocol.Raw))),
    ];

    private static double? Of(IEnumerable<BaselineResult> rows, EvaluationProtocol protocol) => Finite(rows.First(b => b.ProtocolName == protocol.Name).MicroAuc);

    private static double? Under(VadEvaluationReport report, EvaluationProtocol protocol) => Finite(report.Protocols.First(p => p.Name == protocol.Name).MicroAuc);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
