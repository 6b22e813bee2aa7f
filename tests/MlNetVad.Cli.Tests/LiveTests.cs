using System.Diagnostics;
using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>Cameras: what was scored is kept however the stream or the command ends, and no output shows a secret of the address.</summary>
public sealed class LiveTests(SmallModel model) : IDisposable
{
    private const string Secret = "geheim";
    private const int Frames = 400;

    private static readonly string[] Names = ["user", "password", "pwd", "pass", "token", "key", "secret", "auth", "signature"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Score_CameraBreaksOff_KeepsTheScoresAndFails(bool silent)
    {
        using StreamServer camera = Camera(60, silent);

        CliResult result = Cli.Run(
            "score", "-m", model.Path, "-i", camera.Url("v"), "--timeout", "1.5", "-o", _workspace["scores.csv"], "--plot", _workspace["curve.svg"], "--json");

        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        string complaint = Assert.Single(result.Complaints);
        Assert.Matches("broke off after (59|60) frames: ", complaint);
        int kept = File.ReadAllLines(_workspace["scores.csv"]).Length - 1;
        Assert.InRange(kept, 30, 60);
        Assert.Contains($"The scores of the {kept} frames before are kept in", complaint, StringComparison.Ordinal);
        Assert.Equal(kept, (int?)JsonNode.Parse(result.Out)!["frames"]);
        Assert.EndsWith("</svg>", File.ReadAllText(_workspace["curve.svg"]).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Score_CameraComesBack_GoesOnWithANote()
    {
        using StreamServer camera = Camera(60, silent: false, connections: 3);

        CliResult result = Cli.Run("score", "-m", model.Path, "-i", camera.Url("v"), "--reconnect", "2", "-o", _workspace["scores.csv"]);

        Assert.Matches("broke off after 1(19|20) frames: ", Assert.Single(result.Complaints));
        Assert.Matches(@"broke off after (59|60) frames \(.*\) and goes on after", result.Error);
        Assert.InRange(File.ReadAllLines(_workspace["scores.csv"]).Length, 90, 121);
    }

    [Fact]
    public void Detect_CameraBreaksOff_KeepsTheObjectsAndFails()
    {
        using StreamServer camera = Camera(10, silent: false);

        CliResult result = Cli.Run("detect", "-m", Network, "-i", camera.Url("v"), "--score", "0.01", "-o", _workspace["objects.csv"]);

        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        string complaint = Assert.Single(result.Complaints);
        Assert.Matches("broke off after (9|10) frames: .* The objects of the (9|10) frames before are kept in", complaint);
        Assert.NotEmpty(File.ReadAllLines(_workspace["objects.csv"])[1..]);
    }

    [Theory]
    [InlineData("-o scores.csv --plot curve.svg --json -v diag")]
    [InlineData("-o scores.csv --plot curve.svg")]
    [InlineData("-o -")]
    public void Score_AddressWithSecrets_NoOutputShowsThem(string options)
    {
        using StreamServer camera = Camera(60, silent: false);
        string address = $"http://admin:{Secret}@127.0.0.1:{camera.Port}/v?channel=7&{string.Join('&', Names.Select(name => $"{name}={Secret}"))}";
        string[] words = [.. options.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? _workspace[word] : word)];

        CliResult result = Cli.Run(["score", "-m", model.Path, "-i", address, .. words]);

        string[] outputs = [result.Out, result.Error, .. _workspace.Contents.Select(name => File.ReadAllText(_workspace[name]))];
        Assert.All(outputs, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.Contains("channel=7", result.Error, StringComparison.Ordinal);
        Assert.All(Names, name => Assert.Contains($"{name}=***", result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_AddressWithSecrets_NoneShowsThem()
    {
        string address = $"rtsp://admin:{Secret}@127.0.0.1:1/v?password={Secret}";
        string config = _workspace.WriteConfig(SmallModel.Scene);
        CliResult[] results =
        [
            Cli.Run("score", "-m", model.Path, address),
            Cli.Run("score", "-m", model.Path, "-i", address),
            Cli.Run("detect", "-m", model.Path, "-i", address.Replace("rtsp", "ftp", StringComparison.Ordinal)),
            Cli.Run("train", config, "--data", address, "-o", _workspace["m.zip"]),
            Cli.Run("check", address),
            Cli.Run("evaluate", "-m", model.Path, "-d", address),
        ];

        Assert.All(results, result => Assert.DoesNotContain(Secret, result.ToString(), StringComparison.Ordinal));
        Assert.All(results, result => Assert.NotEqual(ExitCode.Success, result.ExitCode));
        Assert.DoesNotContain(Secret, File.ReadAllText(config), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score", "INT")]
    [InlineData("score", "TERM")]
    [InlineData("score", "HUP")]
    [InlineData("score", "TERM HUP HUP")]
    [InlineData("detect", "INT")]
    [InlineData("detect", "HUP")]
    public void Run_EndlessStreamAndASignal_KeepsWhatCame(string command, string signals)
    {
        using StreamServer camera = Camera(Frames, silent: true);
        using Process running = Start(command, camera, "dotnet");
        foreach (string signal in signals.Split(' '))
        {
            Programs.Signal(running.Id, signal);
        }

        string error = running.StandardError.ReadToEnd();
        Assert.True(running.WaitForExit(TimeSpan.FromMinutes(1)), "it goes on");
        Assert.Equal(ExitCode.Failure, running.ExitCode);
        Assert.Matches(@"error: stopped after \d+ frames\. The (scores|objects) of the \d+ frames before are kept in", error);
        Assert.Equal(["out.csv"], _workspace.Contents);
        string[] lines = File.ReadAllLines(_workspace["out.csv"]);
        Assert.True(lines.Length > 1, error);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Fact]
    public void Run_NohupAndTheTerminalCloses_GoesOn()
    {
        using StreamServer camera = Camera(Frames, silent: true);
        using Process running = Start("score", camera, "nohup", "dotnet");
        Programs.Signal(running.Id, "HUP");
        Assert.False(running.WaitForExit(TimeSpan.FromSeconds(3)));
        Programs.Signal(running.Id, "INT");
        running.StandardError.ReadToEnd();
        running.WaitForExit();
        Assert.Equal(["out.csv"], _workspace.Contents);
    }

    [Fact]
    public void Run_TheTerminalCloses_KeepsWhatCame()
    {
        Assert.SkipWhen(Programs.Run("sh", ["-c", "command -v script"]).ExitCode != 0, "no script, which gives a command a terminal");
        using StreamServer camera = Camera(Frames, silent: true);
        using Process terminal = Start("score", camera, "script");
        terminal.Kill();
        for (int i = 0; i < 600 && !_workspace.Contents.SequenceEqual(["out.csv"]); i++)
        {
            Thread.Sleep(100);
        }

        Assert.Equal(["out.csv"], _workspace.Contents);
        Assert.True(File.ReadAllLines(_workspace["out.csv"]).Length > 30);
    }

    private static string Network => TestData.Require("models/yolox_nano.onnx");

    /// <summary>Starts the command on an endless stream, and waits until something was written.</summary>
    private Process Start(string command, StreamServer camera, params string[] program)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals");
        string[] words = command == "score" ? ["-m", model.Path] : ["-m", Network, "--score", "0.01"];
        words = [typeof(CommandLineApp).Assembly.Location, command, .. words, "-i", camera.Url("v"), "--timeout", "600", "-o", _workspace["out.csv"]];
        words = program[0] == "script" ? ["-qfc", $"dotnet {string.Join(' ', words)}", "/dev/null"] : words;
        Process running = Programs.StartInterruptible([.. program, .. words]);
        while (!running.HasExited && !_workspace.Contents.Any(name => new FileInfo(_workspace[name]).Length > 0))
        {
            Thread.Sleep(100);
        }

        Assert.False(running.HasExited, running.HasExited ? running.StandardError.ReadToEnd() : "");
        return running;
    }

    /// <summary>A camera that gives its frames on each of some connections; the first one is only a look.</summary>
    private StreamServer Camera(int frames, bool silent, int connections = 2)
    {
        using var folder = new Workspace();
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", folder.WriteVideo("v.avi", frames), "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-f", "mpjpeg", folder["v"]]);
        using (Process process = Process.Start(start)!)
        {
            process.WaitForExit();
        }

        return new StreamServer(File.ReadAllBytes(folder["v"])) { TellsLength = false, FallsSilent = silent, Gives = n => n < connections ? int.MaxValue : 0 };
    }
}
