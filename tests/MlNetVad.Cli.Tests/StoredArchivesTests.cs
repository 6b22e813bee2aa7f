using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Terminal;
using MlNetVad.Service.Archives;
using MlNetVad.TestSupport;
using Npgsql;

namespace MlNetVad.Cli.Tests;

/// <summary>What the service's page is told of archives on PostgreSQL.</summary>
public sealed class StoredArchivesTests(ArchiveVideos videos, ITestOutputHelper output) : IClassFixture<ArchiveVideos>, IDisposable
{
    private const int Clips = 4;
    private const string Damaged = "clip02";

    private readonly Workspace _workspace = new();
    private readonly CancellationTokenSource _hangs = new(TimeSpan.FromMinutes(3));

    private string Folder => _workspace["copy"];

    private string Results => _workspace["results"];

    public void Dispose()
    {
        _workspace.Dispose();
        _hangs.Dispose();
    }

    [Fact]
    public async Task FailedJob_IsSeenWithItsReasonAndIsDoneWhenItIsTriedAgain()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        var archives = new StoredArchives(store);
        (string damaged, byte[] whole, DateTime written) = Damage();

        Task<CliResult> run = Task.Run(() => Archive(store));
        ArchivesLook waits = await Until(archives, look => look.Folders.Length == 1);
        using BackgroundJobServer workers = ArchiveWorkers.Start(ArchiveStore.Open(store), new Screen(TextWriter.Null, TextWriter.Null), 2);
        ArchivesLook works = await Until(archives, look => look.Workers.Length == 1);
        Assert.Equal(ExitCode.Failure, (await run).ExitCode);
        ArchivesLook failed = await Until(archives, look => look.Done == Clips - 1);   // parts are seen a little before

        Assert.Equal((Clips, 0L, 0L), (waits.Waiting, waits.Done, waits.Failures));
        Assert.Equal((ArchiveState.Scoring, 0, Clips, Clips), (waits.Folders[0].State, waits.Folders[0].Progress, waits.Folders[0].Open, waits.Folders[0].Jobs));
        Assert.Equal((Environment.MachineName, $"{Environment.ProcessId}", 2), (works.Workers[0].Machine, works.Workers[0].Process, works.Workers[0].JobsAtOnce));
        Assert.InRange(works.Workers[0].Since, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow);
        Assert.Equal((0L, 0L, Clips - 1L, 1L), (failed.Waiting, failed.Scoring, failed.Done, failed.Failures));
        ArchiveFolder folder = Assert.Single(failed.Folders);
        Assert.Equal((Results, Folder, ArchiveState.Over, 1d, 0, 1), (folder.Results, folder.Archive, folder.State, folder.Progress, folder.Open, folder.FailedVideos));
        FailedJob job = Assert.Single(failed.Failed);
        Assert.Equal((Damaged, 0L, null, Results, 3), (job.Video, job.First, job.End, job.Results, job.Tries));
        Assert.Contains($"{Damaged}.mp4", job.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', job.Reason);
        Assert.InRange(job.At, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow);

        Assert.True(archives.Retry(job.Id));
        Assert.False(archives.Retry(job.Id));   // it waits, or is worked at
        FailedJob again = Assert.Single((await Until(archives, look => look.Failed.Any(failed => failed.At > job.At))).Failed);
        Assert.Equal((job.Reason, 6), (again.Reason, again.Tries));   // not that its worker died so often

        File.WriteAllBytes(damaged, whole);
        File.SetLastWriteTimeUtc(damaged, written);
        Assert.True(archives.Retry(job.Id));
        ArchivesLook healed = await Until(archives, look => look.Done == Clips);
        CliResult last = Archive(store);

        Assert.Empty(healed.Failed);
        Assert.True(last.ExitCode == ExitCode.Success, last.ToString());
        Assert.Equal(Clips, (int)JsonNode.Parse(last.Out)!["jobsDoneBefore"]!);
        ArchiveVideos.Score(videos.Model, Folder, _workspace["one.csv"]);
        Assert.Equal(File.ReadAllBytes(_workspace["one.csv"]), File.ReadAllBytes(Path.Combine(Results, "scores.csv")));
    }

    [Fact]
    public async Task FailedJob_OfAVideoThatIsReplaced_GoesWhenItsArchiveIsDone()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        var archives = new StoredArchives(store);
        (string damaged, byte[] whole, _) = Damage();
        using BackgroundJobServer workers = ArchiveWorkers.Start(ArchiveStore.Open(store), new Screen(TextWriter.Null, TextWriter.Null), 2);
        Assert.Equal(ExitCode.Failure, Archive(store).ExitCode);
        Assert.Single(archives.Look().Failed);

        File.WriteAllBytes(damaged, [.. whole, 0]);   // another length: another job
        CliResult last = Archive(store);

        Assert.True(last.ExitCode == ExitCode.Success, last.ToString());
        Assert.Empty((await Until(archives, look => look.Failures == 0)).Failed);
    }

    [Fact]
    public void Look_WhatCommandsSaid_IsToldAsProgress()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        using IStorageConnection connection = ArchiveStore.Open(store).GetConnection();
        DateTime now = DateTime.UtcNow;
        var said = new ArchiveProgress("/videos", Jobs: 8, Open: 6, FailedVideos: 0, Frames: 1000, FramesDone: 250, Begun: now.AddSeconds(-60), At: now);
        (said with { At = now.AddDays(-8) }).Write(connection, "/long ago");
        (said with { At = now.AddMinutes(-1) }).Write(connection, "/left");
        said.Write(connection, "/now");

        ArchiveFolder[] folders = new StoredArchives(store).Look().Folders;

        Assert.Equal(["/now", "/left"], folders.Select(folder => folder.Results));
        Assert.Equal((ArchiveState.Scoring, 0.25), (folders[0].State, folders[0].Progress));
        Assert.Equal(180, folders[0].SecondsLeft!.Value, 1d);
        Assert.Equal((ArchiveState.Left, null), (folders[1].State, folders[1].SecondsLeft));
    }

    [Fact]
    public async Task Look_WhenTheServerBreaksItOffForAnother_LooksAgain()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        ArchiveStore.Open(store).GetConnection().Dispose();
        await using var other = new NpgsqlConnection(store);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlTransaction tables = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Do("SET LOCAL deadlock_timeout = '60s'; LOCK TABLE mlnetvad_archive.set");   // the look is the one that is broken off

        Task<ArchivesLook> look = Task.Run(new StoredArchives(store).Look);
        while (!await Waits())
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await Do("LOCK TABLE mlnetvad_archive.job");
        await tables.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0L, 0L), ((await look).Waiting, (await look).Done));

        async Task Do(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other, tables);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        async Task<bool> Waits()
        {
            await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)", other, tables);
            return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    [Fact]
    public void Look_MoreFailedJobsThanFit_ShowsTheNewest()
    {
        const int jobs = IArchives.MostFailed + 5;
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        var client = new BackgroundJobClient(ArchiveStore.Open(store), new JobFilterProviderCollection());   // no second try
        for (int i = 0; i < jobs; i++)
        {
            var job = new ArchiveJob("/videos", $"clip{i:000}", "", 0, null, "gate.zip", "", "/scores", "1");
            client.Create<ArchiveWork>(work => work.Score(job, null!, CancellationToken.None), new FailedState(new InvalidOperationException("It cannot be read.\nNot at all.")));
        }

        var archives = new StoredArchives(store);
        var clock = Stopwatch.StartNew();
        ArchivesLook look = archives.Look();
        TimeSpan first = clock.Elapsed;
        archives.Look();
        output.WriteLine($"{first.TotalMilliseconds:0} ms for the first look, {(clock.Elapsed - first).TotalMilliseconds:0} ms for the next.");

        Assert.Equal((jobs, IArchives.MostFailed), (look.Failures, look.Failed.Length));
        Assert.Equal(Enumerable.Range(5, IArchives.MostFailed).Select(i => $"clip{i:000}"), look.Failed.Select(job => job.Video).Order(StringComparer.Ordinal));
        Assert.All(look.Failed, job => Assert.Equal("It cannot be read.", job.Reason));
    }

    [Fact]
    public void Look_DatabaseWithoutArchives_IsEmptyAndLeavesItAsItIs()
    {
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        var archives = new StoredArchives(store);

        Assert.Same(ArchivesLook.Empty, archives.Look());
        Assert.False(archives.Retry("1"));

        using var connection = new NpgsqlConnection(store);
        connection.Open();
        using var schemas = new NpgsqlCommand("SELECT count(*) FROM pg_namespace WHERE nspname = 'mlnetvad_archive'", connection);
        Assert.Equal(0L, schemas.ExecuteScalar());
        _ = ArchiveStore.Open(store);
        Assert.All((string[])["1", "-1", " 1", "x", "99999999999999999999"], id => Assert.False(archives.Retry(id)));
    }

    [Fact]
    public void Look_StoreThatDoesNotAnswer_SaysSoWithoutThePassword()
    {
        var archives = new StoredArchives("Host=127.0.0.1;Port=1;Password=secret");

        VadException fault = Assert.Throws<VadException>(archives.Look);

        Assert.Contains("The store at '127.0.0.1' does not answer", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        Assert.Throws<VadException>(() => archives.Retry("1"));
    }

    [Fact]
    public async Task Serve_OnPostgreSql_ShowsTheArchivesOfItsDatabase()
    {
        const string password = "correct horse battery";
        using PostgresServer server = PostgresServer.Start();
        string store = server.NewDatabase();
        using (IStorageConnection connection = ArchiveStore.Open(store).GetConnection())
        {
            new ArchiveProgress("/videos", 8, 6, 0, 1000, 250, DateTime.UtcNow, DateTime.UtcNow).Write(connection, "/scores/2026");
        }

        string data = Path.GetDirectoryName(_workspace.Write("data/appsettings.json", JsonSerializer.Serialize(new { MlNetVad = new { PostgreSql = store, AdministratorPassword = password } })))!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_hangs.Token);
        string address = $"http://127.0.0.1:{FreePort()}";
        Task<CliResult> serve = Task.Run(() => Cli.Run(stop.Token, "serve", "--data", data, "--urls", address));
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await SignIn(client, password, serve);

            JsonNode look = (await client.GetFromJsonAsync<JsonNode>("api/archives", _hangs.Token))!;

            Assert.Equal("/scores/2026", (string?)Assert.Single(look["folders"]!.AsArray())!["results"]);
        }
        finally
        {
            await stop.CancelAsync();
            await serve;
            NpgsqlConnection.ClearAllPools();
        }
    }

    private static async Task SignIn(HttpClient client, string password, Task<CliResult> serve)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(serve.IsCompleted, "the service ended");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "nobody could sign in within a minute");
            try
            {
                string page = await client.GetStringAsync("login");
                string token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["token"].Value;
                using var form = new FormUrlEncodedContent([new("name", "admin"), new("password", password), new("returnUrl", ""), new("__RequestVerificationToken", token)]);
                await client.PostAsync("account/login", form);
                if ((await client.GetAsync("api/me")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // it is starting
            }

            await Task.Delay(500);
        }
    }

    private CliResult Archive(string store) => Cli.Run(_hangs.Token, "archive", Folder, "-m", videos.Model, "-o", Results, "--store", store, "--json");

    // as long and as old as it was, so that its job stays the same when it is whole again
    private (string Path, byte[] Whole, DateTime Written) Damage()
    {
        Directory.CreateDirectory(Folder);
        foreach (string file in Directory.GetFiles(videos.Folder, "*.mp4").Order(StringComparer.Ordinal).Take(Clips))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        string path = Path.Combine(Folder, $"{Damaged}.mp4");
        (byte[] whole, DateTime written) = (File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path));
        File.WriteAllBytes(path, new byte[whole.Length]);
        File.SetLastWriteTimeUtc(path, written);
        return (path, whole, written);
    }

    private static async Task<ArchivesLook> Until(StoredArchives archives, Func<ArchivesLook, bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        ArchivesLook look = archives.Look();
        for (; !isSo(look); look = archives.Look())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"not reached within a minute: {JsonSerializer.Serialize(look)}");
            await Task.Delay(50);
        }

        return look;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
