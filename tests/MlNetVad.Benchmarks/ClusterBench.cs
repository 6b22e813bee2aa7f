using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MlNetVad.Orleans.Tests;
using Npgsql;

namespace MlNetVad.Benchmarks;

/// <summary>
/// Generated cameras with a cheap scorer over three processes, once as services that know nothing of each other and once as nodes of a cluster:
/// what the cluster costs in processor time, rows and bytes. Each runs on databases of its own, which are removed.
/// </summary>
internal sealed class ClusterBench(string store, int cameras, int seconds) : IDisposable
{
    private const int Processes = 3;
    private const string Probe = "5";   // as a cluster does by itself
    private const string Unreached = "1000";   // a threshold

    private static readonly string Silo = Path.Combine(Repository.Folder, "tests", "MlNetVad.Orleans.Silo", "bin", "Release", "net10.0", "MlNetVad.Orleans.Silo.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("vad-cluster").FullName;
    private readonly string _prefix = $"vad_{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<(Node, Guid), long> _frames = [];
    private readonly List<Node> _nodes = [];
    private int _databases, _started;

    // cameras of which a frame was scored
    private int Scoring => _frames.Where(pair => pair.Value > 0).Select(pair => pair.Key.Item2).Distinct().Count();

    public static void Run(string store, int cameras, int seconds)
    {
        using var bench = new ClusterBench(store, cameras, seconds);
        bench.Run();
    }

    public void Dispose()
    {
        for (int i = 0; i < _databases; i++)
        {
            Ask($"DROP DATABASE IF EXISTS {_prefix}_{i} WITH (FORCE)");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Run()
    {
        Console.WriteLine($"{cameras} cameras in {Processes} processes, {Environment.ProcessorCount} processors, {seconds} s each");
        Console.WriteLine("frames/s a camera | events | as | scored/s | processors | database rows/s | transactions/s | bytes/s between nodes");
        foreach ((int rate, bool events) in new[] { (5, true), (5, false), (1, false) })   // without events no clip's encoder hides what a cluster costs
        {
            (double Processors, double Scored) alone = Measure(rate, events, isCluster: false), together = Measure(rate, events, isCluster: true);
            double more = together.Processors - (alone.Processors * together.Scored / alone.Scored);   // than the same frames cost services
            Console.WriteLine($"At {rate} frames/s {(events ? "with" : "without")} events the cluster costs {more / cameras * 1000:0.00} ms of processor time a camera and second.");
        }
    }

    // processors used by all processes, and frames scored a second
    private (double Processors, double Scored) Measure(int rate, bool events, bool isCluster)
    {
        try
        {
            Start(rate, events, isCluster);
            for (var clock = Stopwatch.StartNew(); Scoring < cameras && clock.Elapsed < TimeSpan.FromMinutes(4);)
            {
                Thread.Sleep(500);
            }

            Thread.Sleep(TimeSpan.FromSeconds(15));   // models are loaded and code is compiled
            Reading before = Read();
            var passed = Stopwatch.StartNew();
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            Reading after = Read();
            double over = passed.Elapsed.TotalSeconds, processors = (after.Processors - before.Processors) / over, scored = (after.Frames - before.Frames) / over;
            Console.WriteLine(
                $"{rate} | {(events ? "yes" : "no")} | {(isCluster ? "a cluster" : "services")}{(Scoring < cameras ? $", {Scoring} cameras" : "")} | {scored:0} | {processors:0.000} | " +
                $"{(after.Rows - before.Rows) / over:0.0} | {(after.Transactions - before.Transactions) / over:0.0} | {(after.Bytes - before.Bytes) / over:0}");
            return (processors, scored);
        }
        finally
        {
            _nodes.ForEach(node => node.Dispose());
            _nodes.Clear();
            _frames.Clear();
        }
    }

    private void Start(int rate, bool events, bool isCluster)
    {
        string model = Path.Combine(_folder, "demo.zip"), crossed = Train(model), threshold = events ? crossed : Unreached, shared = NewDatabase();
        for (int i = 0; i < Processes; i++)
        {
            string data = Path.Combine(_folder, $"node{_started++}");
            Directory.CreateDirectory(Path.Combine(data, "models"));
            File.Copy(model, Path.Combine(data, "models", "demo.zip"));
            bool isLast = i == Processes - 1;
            int its = isCluster ? (isLast ? cameras : 0) : (cameras / Processes) + (isLast ? cameras % Processes : 0);
            while (isCluster && isLast && Ask("SELECT count(*) FROM vad_membership WHERE status = 3", shared, absent: 0) < i)
            {
                Thread.Sleep(200);   // so that all of them get cameras
            }

            string[] words = [Silo, data, isCluster ? $"127.0.0.1:{FreePort()}" : "alone", isCluster ? shared : NewDatabase(), Probe, $"{its}", $"{rate}", threshold];
            _nodes.Add(new Node(words, (node, camera, frames) => _frames[(node, camera)] = frames));
        }
    }

    private Reading Read() => new(
        _nodes.Sum(node => node.ProcessorSeconds),
        _frames.Values.Sum(),
        Ask($"SELECT sum(tup_inserted + tup_updated + tup_deleted) FROM pg_stat_database WHERE datname LIKE '{_prefix}%'"),
        Ask($"SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname LIKE '{_prefix}%'"),
        _nodes.Sum(node => node.Sent));

    private static string Train(string path)
    {
        using Process training = Process.Start(new ProcessStartInfo("dotnet", [Silo, "train", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return training.StandardOutput.ReadToEnd().Trim();
    }

    private string NewDatabase() => new NpgsqlConnectionStringBuilder(store) { Database = $"{_prefix}_{_databases++}" }.ConnectionString;

    private double Ask(string question, string? database = null, double? absent = null)
    {
        try
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database ?? store) { Pooling = false }.ConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand(question, connection);
            return Convert.ToDouble(command.ExecuteScalar());
        }
        catch (PostgresException) when (absent is { } value)
        {
            return value;   // the nodes are making it
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // all that was done until now
    private sealed record Reading(double Processors, double Frames, double Rows, double Transactions, double Bytes);
}
