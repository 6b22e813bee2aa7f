using System.CommandLine;
using Hangfire;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad archive DIR</c>.</summary>
internal static class ArchiveCommand
{
    private const int MostWorkers = 256;

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> archive = new("archive") { Description = "A folder of videos, one video file, or a scene (synthetic:scene)." };
        Option<string> model = CommonOptions.Model();
        Option<string> output = new("--output", "-o") { Description = "Folder of the results: scores.csv, and the parts from which the same command goes on.", HelpName = "DIR", Required = true };
        Option<int?> workers = Workers("Workers of this process; one a processor, or with --store none.", least: 0);
        Option<string?> store = Store("PostgreSQL, where workers on other machines (mlnetvad archive-worker) find the jobs; without it, jobs live in this process.");
        var command = new Command("archive", "Score every video of an archive with many workers: the same bytes as 'score' writes, and what is scored is never scored again.") { archive, model, output, workers, store };
        command.SetAction(screen, parsed => Run(
            screen, parsed.GetValue(archive)!, parsed.GetValue(model)!, parsed.GetValue(output)!, parsed.GetValue(workers), parsed.GetValue(store), cancellation));
        return command;
    }

    /// <summary>How many workers a process has.</summary>
    public static Option<int?> Workers(string description, int least) => new("--workers")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => (int)CommonOptions.Number(result, $"a whole number from {least} to {MostWorkers}", n => n >= least && n <= MostWorkers && n == Math.Floor(n)),
    };

    /// <summary>Where jobs wait.</summary>
    public static Option<string?> Store(string description) => new("--store") { Description = description, HelpName = "Host=…" };

    private static int Run(Screen screen, string archive, string modelPath, string output, int? workers, string? store, CancellationToken cancellation)
    {
        string scoresPath = Path.Combine(output, "scores.csv");
        VideoSource source = Open(archive, output);
        OutputPath.CheckFolder(output);
        OutputPath.CheckFile(scoresPath);
        VadModel model = ModelFile.Load(Context.Create(seed: 1, screen), modelPath, cancellation);
        if (source.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        JobStorage storage = ArchiveStore.Open(store);
        var queue = new ArchiveQueue(storage, output);
        var run = new ArchiveRun(new ArchivePlan(archive, modelPath, model, output), queue, screen);
        int count = workers ?? (store is null ? Environment.ProcessorCount : 0);
        using (BackgroundJobServer? server = count > 0 ? ArchiveWorkers.Start(storage, screen, count) : null)
        {
            WorkProgress.Show(screen, pass => pass == 1 ? "Planning" : "Scoring", progress =>
            {
                run.Enqueue(source, progress, cancellation);
                run.Wait(progress, cancellation);
                return 0;
            });
        }

        var scores = new ArchiveScores(model.Threshold ?? float.NaN);
        scores.Write(scoresPath, run.Planned.Where(planned => !run.Failed.ContainsKey(planned.Video.Id)), cancellation);
        ArchiveTable.Show(screen, archive, run, scores, scoresPath);
        if (run.Failed.Count > 0)
        {
            screen.Complain($"{Counted.Of(run.Failed.Count, "video")} of {run.Planned.Count} could not be scored, see above; the others are in '{scoresPath}', and the same command tries again.");
            return ExitCode.Failure;
        }

        run.Close(output, cancellation);
        return ExitCode.Success;
    }

    private static VideoSource Open(string archive, string output)
    {
        if (!Path.Exists(archive) && !SyntheticDataset.Recognises(archive))
        {
            throw new VadException($"There is no archive '{archive}'; give a folder of videos, a video file, or synthetic:scene.");
        }

        if (Directory.Exists(archive) && !Path.GetRelativePath(Path.GetFullPath(archive), Path.GetFullPath(output)).StartsWith("..", StringComparison.Ordinal))
        {
            throw new VadException($"Output '{output}' lies in the archive '{archive}', which is read again; choose another folder.");
        }

        return VideoSource.FromPath(archive);
    }
}
