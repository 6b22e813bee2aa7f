using System.Net;
using System.Net.Sockets;
using MlNetVad.TestSupport;
using Npgsql;

namespace MlNetVad.Orleans.Tests;

/// <summary>Nodes on loopback, a PostgreSQL server of their own, generated cameras with a cheap scorer, and when each camera was scored last and by whom.</summary>
internal sealed class TestCluster : IDisposable
{
    private const double ProbeSeconds = 1, FramesPerSecond = 5;

    private static readonly string Silo = Path.Combine(
        TestData.Repository, "tests", "MlNetVad.Orleans.Silo", Path.GetRelativePath(Path.Combine(TestData.Repository, "tests", "MlNetVad.Orleans.Tests"), AppContext.BaseDirectory), "MlNetVad.Orleans.Silo.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("vad-cluster").FullName;
    private readonly Lock _lock = new();
    private readonly Dictionary<(Node, Guid), long> _frames = [];
    private readonly Dictionary<Guid, (Node Node, DateTime At)> _last = [];
    private readonly Dictionary<Guid, TimeSpan> _gaps = [];
    private readonly HashSet<Guid> _anew = [];
    private readonly Dictionary<Guid, (Node Node, DateTime At, Guid Camera)> _events = [];

    private string _threshold = "0";

    private TestCluster()
    {
        Server = PostgresServer.Start();
        Database = Server.NewDatabase();
    }

    public PostgresServer Server { get; }

    public string Database { get; }

    public List<Node> Nodes { get; } = [];

    /// <summary>Starts three nodes with so many cameras; only the last has the model.</summary>
    /// <param name="cameras">How many.</param>
    /// <param name="atOnce">Whether the last, too, begins on an empty database; cameras need not be spread then.</param>
    public static async Task<TestCluster> Start(int cameras, bool atOnce = false)
    {
        var cluster = new TestCluster();
        try
        {
            string models = Path.Combine(cluster.Folder(2), "models");
            Directory.CreateDirectory(models);
            ProgramResult trained = Programs.Run("dotnet", [Silo, "train", Path.Combine(models, "demo.zip")]);
            Assert.True(trained.ExitCode == 0, trained.ToString());
            cluster._threshold = trained.Out.Trim();
            cluster.Add();
            cluster.Add();
            await Until(() => atOnce || cluster.Members == 2, "two nodes", cluster);
            cluster.Add(cameras);
            await Until(() => cluster.Scoring(TimeSpan.FromSeconds(3)) == cameras, $"{cameras} cameras that are scored", cluster, 120);
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Nodes that live, as they know each other.</summary>
    public long Members => Ask("SELECT count(*) FROM vad_membership WHERE status = 3");

    /// <summary>The data folder of a node.</summary>
    public string Folder(int node) => Path.Combine(_folder, $"node{node + 1}");

    /// <summary>Starts one more node.</summary>
    public Node Add(int cameras = 0)
    {
        Directory.CreateDirectory(Folder(Nodes.Count));
        string[] words = [Silo, Folder(Nodes.Count), $"127.0.0.1:{FreePort()}", Database, $"{ProbeSeconds}", $"{cameras}", $"{FramesPerSecond}", _threshold];
        var node = new Node(words, Scored, Open);
        Nodes.Add(node);
        return node;
    }

    /// <summary>Cameras that were scored within the last time.</summary>
    public int Scoring(TimeSpan within)
    {
        lock (_lock)
        {
            return _last.Values.Count(last => DateTime.UtcNow - last.At < within);
        }
    }

    /// <summary>Cameras that a node scored last.</summary>
    public Guid[] Of(Node node)
    {
        lock (_lock)
        {
            return [.. _last.Where(pair => pair.Value.Node == node).Select(pair => pair.Key)];
        }
    }

    /// <summary>Forgets how long cameras were not scored, and whose models began anew.</summary>
    public void Watch()
    {
        lock (_lock)
        {
            _gaps.Clear();
            _anew.Clear();
        }
    }

    /// <summary>Cameras whose model began anew since <see cref="Watch"/>, and so has forgotten what it smoothed over.</summary>
    public int Anew
    {
        get
        {
            lock (_lock)
            {
                return _anew.Count;
            }
        }
    }

    /// <summary>Events that nodes had first said they were in between two moments, whether the database knew of them or not.</summary>
    public Guid[] Begun(DateTime from, DateTime to, Node? but = null)
    {
        lock (_lock)
        {
            return [.. _events.Where(pair => pair.Value.At >= from && pair.Value.At < to && pair.Value.Node != but).Select(pair => pair.Key)];
        }
    }

    /// <summary>The longest time since <see cref="Watch"/> in which a camera was not scored.</summary>
    public TimeSpan LongestGap(IEnumerable<Guid> cameras)
    {
        lock (_lock)
        {
            return cameras.Select(camera => _gaps.GetValueOrDefault(camera)).DefaultIfEmpty().Max();
        }
    }

    /// <summary>Asks the database for a number.</summary>
    public long Ask(string question)
    {
        try
        {
            using var connection = new NpgsqlConnection(Database + ";Pooling=false");
            connection.Open();
            using var command = new NpgsqlCommand(question, connection);
            return Convert.ToInt64(command.ExecuteScalar());
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;   // the nodes are starting
        }
    }

    /// <summary>Nothing is lost: each of these events comes into the database, or another of its camera at that moment does, where a second node had the camera already.</summary>
    public Task AssertThere(IReadOnlyCollection<Guid> events) => Until(() => events.All(IsThere), $"all of {events.Count} events that nodes were in", this);

    /// <summary>Nothing is there twice: no two events of a camera at one time.</summary>
    public void AssertNoEventTwice() => Assert.Equal(0, Ask(
        """
        SELECT count(*) FROM "Events" a JOIN "Events" b ON a."CameraId" = b."CameraId" AND a."Kind" = b."Kind" AND a."Id" < b."Id"
        WHERE a."StartedAt" < coalesce(b."EndedAt", 'infinity') AND b."StartedAt" < coalesce(a."EndedAt", 'infinity')
        """));

    /// <summary>Nothing is forgotten: no event stays open although its camera went on long after it.</summary>
    public async Task AssertEveryEventEnds(DateTime begunBefore) => await Until(
        () => Ask($"""SELECT count(*) FROM "Events" WHERE "EndedAt" IS NULL AND "StartedAt" < '{begunBefore:O}'""") == 0, $"the end of all events begun before {begunBefore:T}", this, 90);

    /// <summary>Waits until something is so; says what the nodes said where it is not.</summary>
    public static async Task Until(Func<bool> isSo, string what, TestCluster cluster, double seconds = 60)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(seconds);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < end, $"not within {seconds} s: {what}\n{string.Join('\n', cluster.Nodes.SelectMany((node, i) => node.Log.TakeLast(12).Select(line => $"{i + 1}: {line}")))}");
            await Task.Delay(200);
        }
    }

    public void Dispose()
    {
        Nodes.ForEach(node => node.Dispose());
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Scored(Node node, Guid camera, long frames)
    {
        lock (_lock)
        {
            if (frames == 0 || frames == _frames.GetValueOrDefault((node, camera)))
            {
                return;
            }

            DateTime now = DateTime.UtcNow;
            bool isKnown = _last.TryGetValue(camera, out (Node Node, DateTime At) last);
            if (isKnown && (last.Node != node || frames < _frames.GetValueOrDefault((node, camera))))
            {
                _anew.Add(camera);
            }

            _frames[(node, camera)] = frames;
            TimeSpan gap = isKnown ? now - last.At : TimeSpan.Zero;
            _gaps[camera] = _gaps.TryGetValue(camera, out TimeSpan longest) && longest > gap ? longest : gap;
            _last[camera] = (node, now);
        }
    }

    private bool IsThere(Guid item)
    {
        (Node Node, DateTime At, Guid Camera) begun;
        lock (_lock)
        {
            begun = _events[item];
        }

        string byId = $""" "Id" = '{item}' """;
        string byTime = $""" "CameraId" = '{begun.Camera}' AND "StartedAt" < '{begun.At.AddSeconds(1):O}' AND coalesce("EndedAt", 'infinity') > '{begun.At.AddSeconds(-1):O}' """;
        bool isOthers = begun.Node.Log.Any(line => line.Contains($"{item} of camera", StringComparison.Ordinal) && line.Contains("is not written here", StringComparison.Ordinal));
        return Ask($"""SELECT count(*) FROM "Events" WHERE {(isOthers ? byTime : byId)}""") > 0;
    }

    private void Open(Node node, Guid item, Guid camera)
    {
        lock (_lock)
        {
            _events.TryAdd(item, (node, DateTime.UtcNow, camera));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
