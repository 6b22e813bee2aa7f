using System.CommandLine;
using Hangfire;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad archive-worker --store …</c>: takes jobs of any archive until it is stopped.</summary>
internal static class ArchiveWorkerCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string?> store = ArchiveCommand.Store("PostgreSQL, as 'mlnetvad archive' was given it.");
        store.Required = true;
        Option<int?> workers = ArchiveCommand.Workers("Jobs at once; one a processor.", least: 1);
        var command = new Command("archive-worker", "Score jobs of archives that 'mlnetvad archive --store' planned, until it is stopped. Videos, model and results lie under the same paths on every machine.") { store, workers };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(store)!, parsed.GetValue(workers) ?? Environment.ProcessorCount, cancellation));
        return command;
    }

    private static int Run(Screen screen, string store, int workers, CancellationToken cancellation)
    {
        JobStorage storage = ArchiveStore.Open(store);
        using BackgroundJobServer server = ArchiveWorkers.Start(storage, screen, workers);
        screen.Note($"Taking jobs, {workers} at once; Ctrl-C stops, and another worker goes on.");
        cancellation.WaitHandle.WaitOne();
        return ExitCode.Success;
    }
}
