using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MlNetVad.TestSupport;

/// <summary>
/// A PostgreSQL server of a test's own: loopback only, in a temporary folder, gone with the object and with the test's process, however that ends.
/// Debian's package brings it (tools/test.sh installs it); without it the test is skipped, visibly.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Debian = "/usr/lib/postgresql";

    // the server refuses to run as root, for whom Debian's package made a user
    private static readonly string[] AsUser = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];

    // the shell ends the server when its standard input ends, and so when we do
    private const string Script = """
        "$@" >"$0" 2>&1 </dev/null &
        trap '' INT TERM HUP
        read -r _
        kill -INT $!
        wait $!
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("vad-postgres").FullName;
    private readonly string _password = Guid.NewGuid().ToString("N");
    private readonly string _binaries;
    private readonly int _port = FreePort();
    private Process? _process;

    private PostgresServer(string binaries)
    {
        _binaries = binaries;
        File.WriteAllText(Path.Combine(_folder, "password"), _password);
        if (AsUser.Length > 0)
        {
            Require(Programs.Run("chown", ["-R", "postgres:", _folder]));
        }

        string[] options = ["-D", Data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", Path.Combine(_folder, "password"), "--locale=C", "-E", "UTF8", "--no-sync"];
        Require(Run("initdb", options));
    }

    private string Data => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "log");

    /// <summary>What it has written to its log.</summary>
    public string Said => File.ReadAllText(Log);

    /// <summary>Makes one and waits until it answers.</summary>
    public static PostgresServer Start()
    {
        string? binaries = OperatingSystem.IsLinux() ? Binaries() : null;
        Assert.SkipWhen(binaries is null, "PostgreSQL is not installed (Debian's package postgresql)");
        var server = new PostgresServer(binaries!);
        try
        {
            server.Resume();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public string NewDatabase()
    {
        string name = $"vad_{Guid.NewGuid():N}";
        Require(Run("createdb", ["-h", "127.0.0.1", "-p", $"{_port}", "-U", "postgres", name], ("PGPASSWORD", _password)));
        return $"Host=127.0.0.1;Port={_port};Username=postgres;Password={_password};Database={name}";
    }

    /// <summary>Stops it; what it has stays.</summary>
    public void Stop()
    {
        _process?.StandardInput.Close();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again after <see cref="Stop"/>, at the same address.</summary>
    public void Resume()
    {
        string[] server = [Path.Combine(_binaries, "postgres"), "-D", Data, "-p", $"{_port}", "-h", "127.0.0.1", "-k", _folder, "-F"];
        string[] words = [.. AsUser, "sh", "-c", Script, Log, .. server];
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, UseShellExecute = false })!;
        var clock = Stopwatch.StartNew();
        while (Run("pg_isready", ["-h", "127.0.0.1", "-p", $"{_port}"]).ExitCode != 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"PostgreSQL does not answer: {(File.Exists(Log) ? File.ReadAllText(Log) : "no log")}");
            Thread.Sleep(100);
        }
    }

    /// <summary>Stops it and removes its folder.</summary>
    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Binaries() => (Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [])
        .Select(version => Path.Combine(version, "bin"))
        .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
        .MaxBy(folder => folder, StringComparer.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Require(ProgramResult result) => Assert.True(result.ExitCode == 0, result.ToString());

    private ProgramResult Run(string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        string[] words = [.. AsUser, Path.Combine(_binaries, program), .. arguments];
        return Programs.Run(words[0], words[1..], _folder, environment);
    }
}
