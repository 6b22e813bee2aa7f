using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>Outputs are tried before the work, and never replace what the work needs.</summary>
public sealed class OutputTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>Every pair of an output and a file that it must not replace, reached by its name, a link and a hard link.</summary>
    [Theory]
    [InlineData("score -m M -i V -o OUT", "V")]
    [InlineData("score -m M -i V -o OUT", "M")]
    [InlineData("score -m M -i V --plot OUT", "M")]
    [InlineData("score -m M -i V --plot OUT", "V")]
    [InlineData("score -m M -i V -o a.csv --plot OUT", "a.csv")]
    [InlineData("score -m M -i F -o OUT", "F/003.pgm")]
    [InlineData("score -m M -i F -o OUT", "F/labels.csv")]
    [InlineData("train C -o OUT", "C")]
    [InlineData("train C --data T -o OUT", "T/train/a.mp4")]
    [InlineData("detect -m D -i V -o OUT", "D")]
    [InlineData("detect -m D -i V -o OUT", "V")]
    [InlineData("detect -m D -i V --class-names N -o OUT", "N")]
    [InlineData("detect -m D -i V -o a.csv --draw OUT", "a.csv")]
    [InlineData("import W -o OUT", "W")]
    public void Output_IsAFileThatIsNeeded_IsRefusedAndLeft(string command, string needed)
    {
        Files();
        string target = _workspace[needed];
        byte[] before = File.Exists(target) ? File.ReadAllBytes(target) : [];
        File.CreateSymbolicLink(_workspace["link.csv"], target);
        string[] ways = OperatingSystem.IsLinux() && before.Length > 0 && Programs.Run("ln", [target, _workspace["hard.csv"]]).ExitCode == 0 ? [target, "link.csv", "hard.csv"] : [target, "link.csv"];
        string folder = Path.GetDirectoryName(needed)!;
        foreach (string way in ways.Where(w => w != "hard.csv" || folder.Length == 0))   // in a folder, a hard link is a file of its own name
        {
            CliResult result = Cli.Run([.. command.Split(' ').Select(word => word == "OUT" ? _workspace[way] : Word(word))]);
            Refuses(result, needed.Split('/')[^1] is var name && way == target ? name : way);
            Assert.Equal(before, File.Exists(target) ? File.ReadAllBytes(target) : []);
        }
    }

    [Fact]
    public void Score_OutputOverAnEarlierResultInTheInputsFolder_IsWritten()
    {
        Files();
        _workspace.Write("F/scores.csv", "earlier");
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", _workspace["F"], "-o", _workspace["F/scores.csv"], "-q");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.StartsWith("video,frame,", File.ReadAllText(_workspace["F/scores.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Score_OutputsOnDevices_AreWrittenThrough()
    {
        string device = UnixFiles.NullDevice(_workspace["null"]);
        CliResult result = Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", device, "--plot", device, "-q");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(["null"], _workspace.Contents);
        File.WriteAllText(device, "swallowed");
        Assert.Empty(File.ReadAllText(device));
    }

    [Fact]
    public void Train_OutputIsADevice_IsRefusedBeforeTraining()
    {
        string device = UnixFiles.NullDevice(_workspace["null"]);
        Refuses(Cli.Run("train", _workspace.WriteConfig(SmallModel.Scene), "-o", device), "null", "name of a file");
        Assert.Equal(["null", "small.mbconfig"], _workspace.Contents);
    }

    [Theory]
    [InlineData("train C -o disk/m.zip --no-history")]
    [InlineData("score -m M -i synthetic:scene -o disk/s.csv")]
    [InlineData("score -m M -i synthetic:scene --plot disk/s.svg")]
    [InlineData("evaluate -m M -d synthetic:scene -o disk/new/folder")]
    [InlineData("detect -m D -i V -o disk/s.csv")]
    [InlineData("import W -o disk/w.safetensors")]
    [InlineData("demo -o disk/demo")]
    public void Output_OnADiskThatRefuses_IsToldBeforeTheWork(string command)
    {
        Files();
        string[] words = [.. command.Split(' ').Select(word => word.StartsWith("disk", StringComparison.Ordinal) ? _workspace[word] : Word(word))];
        using (UnixFiles.Disk(_workspace["disk"], "ro,size=64k"))
        {
            Refuses(Cli.Run(words), "disk", "Read-only", "choose another output path");
        }

        using (UnixFiles.Disk(_workspace["disk"], "size=64k"))
        {
            UnixFiles.Fill(_workspace["disk"]);
            Refuses(Cli.Run(words), "disk", "no space is left");
        }
    }

    [Fact]
    public void Train_ConfigCannotBeWritten_SaysNoHistoryBeforeTraining()
    {
        using IDisposable disk = UnixFiles.Disk(_workspace["disk"], "size=64k");
        string config = _workspace.WriteConfig(SmallModel.Scene, "disk/c.mbconfig");
        UnixFiles.Fill(_workspace["disk"]);
        Refuses(Cli.Run("train", config, "-o", _workspace["m.zip"]), "c.mbconfig", "--no-history");
    }

    [Theory]
    [InlineData("train C -o m.zip --no-history --no-evaluate")]
    [InlineData("inspect M")]
    [InlineData("score -m M -i synthetic:scene -o s.csv")]
    public void TemporaryFolder_WithoutRoom_IsTheCulprit(string command)
    {
        Files();
        using IDisposable disk = UnixFiles.Disk(_workspace["disk"], "size=64k");
        UnixFiles.Fill(_workspace["disk"]);
        string before = Environment.GetEnvironmentVariable("TMPDIR") ?? "";
        string[] words = [.. command.Split(' ').Select(Word)];

        ProgramResult result = Programs.Run(
            "dotnet", [typeof(CommandLineApp).Assembly.Location, .. words], _workspace.Folder, ("TMPDIR", _workspace["disk"]));

        Refuses(new CliResult(result.ExitCode, result.Out, result.Error), "folder for temporary files", "disk", "no space is left", "TMPDIR");
        Assert.DoesNotContain("damaged", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Environment.GetEnvironmentVariable("TMPDIR") ?? "");
        Assert.False(File.Exists(_workspace["m.zip"]) || File.Exists(_workspace["s.csv"]));
    }

    [Fact]
    public void Evaluate_IntoAFolderThatCannotBe_SaysSoBeforeTheWork()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "no /proc");
        Refuses(Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", "/proc/nowhere/folder"), "/proc/nowhere/folder", "cannot be written");
    }

    [Fact]
    public void Evaluate_IntoAMissingFolder_MakesIt()
    {
        CliResult result = Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", _workspace["new/folder"], "-q");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.True(File.Exists(_workspace["new/folder/report.json"]));
    }

    /// <summary>M, D, W, N, V, C and what they stand for.</summary>
    private void Files()
    {
        File.Copy(model.Path, _workspace["M"]);
        _workspace.Write("D", "a detector");
        _workspace.Write("W", "weights");
        _workspace.Write("N", "person\n");
        _workspace.WriteVideo("V.mp4");
        File.Move(_workspace["V.mp4"], _workspace["V"]);
        _workspace.WriteConfig(SmallModel.Scene, "C");
        _workspace.WriteFrames("F", 20);
        _workspace.Write("F/labels.csv", "video,frame,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"F,{i},0\n")));
        Directory.CreateDirectory(_workspace["T/train"]);
        _workspace.WriteVideo("T/train/a.mp4");
    }

    private string Word(string word) => word.Length == 1 || word.EndsWith(".csv", StringComparison.Ordinal) || word.EndsWith(".zip", StringComparison.Ordinal) ? _workspace[word] : word;

    private static void Refuses(CliResult result, params string[] words)
    {
        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        string complaint = Assert.Single(result.Complaints);
        Assert.All(words, word => Assert.Contains(word, complaint, StringComparison.Ordinal));
        Assert.DoesNotContain("unexpected", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }
}
