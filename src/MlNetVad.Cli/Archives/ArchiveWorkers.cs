using Hangfire;
using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli.Archives;

/// <summary>Workers of this process: threads that take jobs until they are disposed of.</summary>
internal static class ArchiveWorkers
{
    /// <summary>Starts some.</summary>
    /// <returns>The server; disposing of it stops jobs between two frames and gives them back.</returns>
    public static BackgroundJobServer Start(JobStorage storage, Screen screen, int count)
    {
        var options = new BackgroundJobServerOptions
        {
            WorkerCount = count,
            Activator = new OneActivator(new ArchiveWork(screen)),
            SchedulePollingInterval = TimeSpan.FromSeconds(1),
            HeartbeatInterval = TimeSpan.FromSeconds(5),
            ServerTimeout = TimeSpan.FromSeconds(30),
            ServerCheckInterval = TimeSpan.FromSeconds(10),
        };
        return new BackgroundJobServer(options, storage);
    }

    private sealed class OneActivator(object work) : JobActivator
    {
        public override object ActivateJob(Type jobType) => work;
    }
}
