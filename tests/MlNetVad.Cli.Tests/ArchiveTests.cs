using System.Diagnostics;
using System.Text.Json.Nodes;
using Hangfire;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using Npgsql;

namespace MlNetVad.Cli.Tests;

/// <summary>Archives scored by many give the bytes of one process.</summary>
public sealed class ArchiveTests(ArchiveVideos videos, SmallModel normalModes) : IClassFixture<ArchiveVideos>, IDisposable
{
    private const int Clips = ArchiveVideos.Clips;
    private readonly Workspace _workspace = new();
    private readonly List<Process> _workers = [];
    private readonly CancellationTokenSource _hangs = new(TimeSpan.FromMinutes(2));

    private string Results => _workspace["results"];

    private string Scores => Path.Combine(Results, "scores.csv");

    private string[] Parts => Directory.Exists(Path.Combine(Results, "parts")) ? Directory.GetFiles(Path.Combine(Results, "parts"), "*.csv") : [];

    public void Dispose()
    {
        foreach (Process worker in _workers)
        {
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
        }

        _workspace.Dispose();
        _hangs.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Archive_AnyNumberOfWorkers_GivesTheBytesOfOneProcess(int workers)
    {
        JsonNode answer = Archive(videos.Folder, "--workers", $"{workers}");

        Assert.Equal(videos.Scores, File.ReadAllBytes(Scores));
        Assert.Equal((Clips, 0), ((int)answer["jobs"]!, (int)answer["jobsDoneBefore"]!));
        Assert.Equal(Clips, answer["videos"]!.AsArray().Count);
        string[] scores = [.. File.ReadLines(Scores).Skip(1).Select(line => line.Split(',')[2])];
        Assert.True(scores.Distinct(StringComparer.Ordinal).Count() > scores.Length / 2);
    }

    [Fact]
    public void Archive_ModelThatFollowsObjects_ScoresWholeVideos()
    {
        string few = Copy(4);

        JsonNode answer = Archive(few, normalModes.Path, []);

        Assert.Equal(4, (int)answer["jobs"]!);
        AssertAsOneProcess(few, normalModes.Path);
    }

    [Fact]
    public void Archive_LongVideoOfAModelWithBoundedMemory_IsCut()
    {
        const string archive = "synthetic:scene?split=test&videos=1&anomalies=1&frames=2010&width=120&height=90&fps=10";

        JsonNode answer = Archive(archive, "--workers", "2");

        Assert.Equal(2, (int)answer["jobs"]!);
        AssertAsOneProcess(archive);
    }

    [Fact]
    public void Archive_MoreVideosLater_ScoresOnlyThose()
    {
        string folder = Copy(4);
        Archive(folder);
        string[] parts = Parts;
        DateTime[] written = [.. parts.Select(File.GetLastWriteTimeUtc)];
        ArchiveVideos.Write(Path.Combine(folder, "later.mp4"), seed: 50, frames: 30);
        File.WriteAllText(Path.Combine(folder, "labels.csv"), "video,first,last\nclip03,5,9\n");

        JsonNode answer = Archive(folder);

        Assert.Equal((5, 4), ((int)answer["jobs"]!, (int)answer["jobsDoneBefore"]!));
        AssertAsOneProcess(folder);   // with the labels of today
        Assert.Equal(written, parts.Select(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void Archive_VideoThatWasReplaced_IsScoredAgain()
    {
        string folder = Copy(4);
        Archive(folder);
        ArchiveVideos.Write(Path.Combine(folder, "clip02.mp4"), seed: 50, frames: 30);

        JsonNode answer = Archive(folder);

        Assert.Equal(3, (int)answer["jobsDoneBefore"]!);
        AssertAsOneProcess(folder);
    }

    [Fact]
    public void Archive_DamagedVideo_IsListedWithItsReasonAndTheOthersAreScored()
    {
        string folder = Copy(6);
        File.WriteAllText(Path.Combine(folder, "clip04.mp4"), "no video at all");

        CliResult result = Cli.Run(_hangs.Token, "archive", folder, "-m", videos.Model, "-o", Results, "--json");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        JsonNode failed = Assert.Single(JsonNode.Parse(result.Out)!["failed"]!.AsArray())!;
        Assert.Equal("clip04", (string?)failed["id"]);
        Assert.Contains("clip04.mp4", (string?)failed["reason"], StringComparison.Ordinal);
        Assert.Contains("1 video of 6 could not be scored", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Contains("'clip04' cannot be scored: ", result.Error, StringComparison.Ordinal);   // at once
        string scores = File.ReadAllText(Scores);
        Assert.DoesNotContain("clip04", scores, StringComparison.Ordinal);
        Assert.Contains("clip05,28,", scores, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_Stopped_GoesOnWithWhatIsMissing()
    {
        using var stop = new CancellationTokenSource();
        Task<CliResult> first = Task.Run(() => Cli.Run(stop.Token, "archive", videos.Folder, "-m", videos.Model, "-o", Results, "--workers", "1"));
        Until(() => Parts.Length >= 2, first);
        stop.Cancel();

        Assert.Equal(ExitCode.Failure, (await first).ExitCode);
        Assert.False(File.Exists(Scores));
        int before = Parts.Length;
        JsonNode answer = Archive(videos.Folder);
        Assert.Equal(before, (int)answer["jobsDoneBefore"]!);
        Assert.InRange(before, 2, Clips - 1);
        Assert.Equal(videos.Scores, File.ReadAllBytes(Scores));
    }

    [Fact]
    public async Task Archive_StoreWithAWorkerKilledInTheMiddle_GivesTheBytesOfOneProcess()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        Process killed = Worker(store);
        Task<CliResult> run = Task.Run(() => Cli.Run(_hangs.Token, "archive", videos.Folder, "-m", videos.Model, "-o", Results, "--store", store, "--json"));
        Until(() => Parts.Length >= 2, run);
        Until(() => Directory.GetFiles(Path.Combine(Results, "parts"), "*.tmp").Length > 0, run);   // in the middle of a job
        killed.Kill();
        (string Path, DateTime Written)[] before = [.. Parts.Select(part => (part, File.GetLastWriteTimeUtc(part)))];
        _ = Worker(store);
        _ = Worker(store);

        CliResult result = await run;

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(videos.Scores, File.ReadAllBytes(Scores));
        Assert.All(before, part => Assert.Equal(part.Written, File.GetLastWriteTimeUtc(part.Path)));   // nothing that was done is done twice
        Assert.InRange(before.Length, 2, Clips - 1);
        Assert.Equal(Clips, Directory.GetFiles(Path.Combine(Results, "parts")).Length);   // and nothing half-written stays
    }

    [Fact]
    public async Task Archive_StoreThatIsAwayForSeconds_GivesTheBytesOfOneProcess()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        _ = Worker(store);
        Task<CliResult> run = Task.Run(() => Cli.Run(_hangs.Token, "archive", videos.Folder, "-m", videos.Model, "-o", Results, "--store", store, "--json"));
        Until(() => Parts.Length >= 2, run);
        int locks = LockJobs(store);
        server.Stop();
        int before = Parts.Length;
        await Task.Delay(TimeSpan.FromSeconds(5));
        server.Resume();

        CliResult result = await run;

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("the store does not answer", result.Error, StringComparison.Ordinal);
        Assert.Equal(videos.Scores, File.ReadAllBytes(Scores));
        Assert.True(locks > 0 && before < Clips, "all was done before");
    }

    [Fact]
    public void Worker_OfAnotherVersionThanThePlan_FailsTheJobWithASentence()
    {
        JobStorage storage = ArchiveStore.Open(null);
        var queue = new ArchiveQueue(storage, Results);
        var job = new ArchiveJob(videos.Folder, "clip00", Stamp: "", First: 0, End: null, videos.Model, ModelHash: "", Results, Library: "0.0.1");
        string id = queue.Add(job);

        using (ArchiveWorkers.Start(storage, new Screen(TextWriter.Null, TextWriter.Null), count: 1))
        {
            Until(() => !queue.StateOf(id).Goes, new TaskCompletionSource().Task);
        }

        Assert.Equal($"A worker has version {Payload.LibraryVersion} of mlnetvad, and the archive was begun with 0.0.1; start workers of one version.", queue.StateOf(id).Reason);
        Assert.False(job.IsDone);
    }

    [Fact]
    public void Archive_StoreThatDoesNotAnswer_SaysSo()
    {
        CliResult result = Cli.Run("archive", videos.Folder, "-m", videos.Model, "-o", Results, "--store", "Host=127.0.0.1;Port=1;Password=secret");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("The store at '127.0.0.1' does not answer", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_OutputInTheArchive_IsRefused()
    {
        CliResult result = Cli.Run("archive", videos.Folder, "-m", videos.Model, "-o", Path.Combine(videos.Folder, "results"));

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("lies in the archive", Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    private JsonNode Archive(string archive, params string[] more) => Archive(archive, videos.Model, more);

    private JsonNode Archive(string archive, string model, string[] more)
    {
        CliResult result = Cli.Run(_hangs.Token, ["archive", archive, "-m", model, "-o", Results, "--json", .. more]);
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        return JsonNode.Parse(result.Out)!;
    }

    private void AssertAsOneProcess(string archive, string? model = null)
    {
        ArchiveVideos.Score(model ?? videos.Model, archive, _workspace["one.csv"]);
        Assert.Equal(File.ReadAllBytes(_workspace["one.csv"]), File.ReadAllBytes(Scores));
    }

    private string Copy(int clips)
    {
        Directory.CreateDirectory(_workspace["copy"]);
        foreach (string file in Directory.GetFiles(videos.Folder).Order(StringComparer.Ordinal).Take(clips).Append(Path.Combine(videos.Folder, "labels.csv")))
        {
            File.Copy(file, Path.Combine(_workspace["copy"], Path.GetFileName(file)));
        }

        return _workspace["copy"];
    }

    private Process Worker(string store)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLineApp).Assembly.Location, "archive-worker", "--store", store, "--workers", "1", "-q"]) { UseShellExecute = false };
        _workers.Add(Process.Start(start)!);
        return _workers[^1];
    }

    // as a store that goes away while a worker says how its job stands: the lock is a row, and nobody gives it back
    private static int LockJobs(string store)
    {
        using var connection = new NpgsqlConnection(store);
        connection.Open();
        using var command = new NpgsqlCommand(
            """
            INSERT INTO mlnetvad_archive.lock (resource, acquired) SELECT 'mlnetvad_archive:job:' || jobid || ':state-lock', now() FROM mlnetvad_archive.jobqueue
            ON CONFLICT DO NOTHING
            """,
            connection);
        return command.ExecuteNonQuery();
    }

    private static void Until(Func<bool> reached, Task run)
    {
        var clock = Stopwatch.StartNew();
        while (!reached())
        {
            Assert.False(run.IsCompleted, "the run was over before");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "not reached within a minute");
            Thread.Sleep(5);
        }
    }
}
