using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

/// <summary>Each bad input: exit code 1, one sentence that names the thing, nothing on standard output, nothing written.</summary>
public sealed class BadInputTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Score_MissingPath_NamesIt() => Refuses(Score(_workspace["nowhere.mp4"]), "nowhere.mp4", "does not exist");

    [Fact]
    public void Score_EmptyFolder_NamesIt()
    {
        Directory.CreateDirectory(_workspace["empty"]);
        Refuses(Score(_workspace["empty"]), "empty");
    }

    [Fact]
    public void Score_TextNamedMp4_NamesIt() => Refuses(Score(_workspace.Write("clip.mp4", "this is text, not video")), "clip.mp4");

    [Fact]
    public void Score_TruncatedVideo_NamesIt()
    {
        byte[] whole = File.ReadAllBytes(_workspace.WriteVideo("whole.mp4", frames: 100));
        File.WriteAllBytes(_workspace["half.mp4"], whole[..(whole.Length / 2)]);
        Refuses(Score(_workspace["half.mp4"]), "half.mp4");
    }

    [Fact]
    public void Score_FramesOfDifferentSizes_NamesOne()
    {
        _workspace.WriteFrames("mixed", 12);
        _workspace.WriteFrames("other", 14, width: 80);
        File.Copy(_workspace["other/013.pgm"], _workspace["mixed/013.pgm"]);
        Refuses(Score(_workspace["mixed"]), "013.pgm");
    }

    [Fact]
    public void Score_VideoShorterThanAClip_SaysSo() => Refuses(Score(_workspace.WriteFrames("short", 8)), "short", "8");

    [Fact]
    public void Evaluate_LabelsOfAnotherLength_GivesBothLengths()
    {
        _workspace.WriteFrames("set/gate", 20);
        _workspace.Write("set/labels.csv", "video,frame,label\n" + string.Concat(Enumerable.Range(0, 19).Select(i => $"gate,{i},{i % 2}\n")));
        Refuses(Evaluate(_workspace["set"]), "19", "20");
    }

    [Fact]
    public void Evaluate_NoLabels_SaysWhatToDo()
    {
        _workspace.WriteFrames("set/gate", 20);
        Refuses(Evaluate(_workspace["set"]), "labels.csv");
    }

    [Fact]
    public void Evaluate_MissingDataset_NamesIt() => Refuses(Evaluate(_workspace["nowhere"]), "nowhere");

    [Theory]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"Magic\"", "TrainingOption.Trainer")]
    [InlineData("\"Type\": \"Synthetic\"", "\"Type\": \"Ped3\"", "DataSource.Type")]
    [InlineData("\"Version\": 5,", "\"Version\": 5,,", "line 3")]
    public void Train_WrongConfig_NamesNodeAndLine(string old, string replacement, string complaint)
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);
        File.WriteAllText(config, File.ReadAllText(config).Replace(old, replacement, StringComparison.Ordinal));
        Refuses(Cli.Run("train", config, "-o", _workspace["out.zip"]), "small.mbconfig", complaint);
    }

    [Fact]
    public void Train_ConfigWithWrongPath_NamesTheNode() =>
        Refuses(Cli.Run("train", _workspace.WriteConfig("nowhere"), "-o", _workspace["out.zip"]), "DataSource.FolderPath", "nowhere");

    [Fact]
    public void Train_MissingConfig_NamesIt() => Refuses(Cli.Run("train", _workspace["nope.mbconfig"]), "nope.mbconfig");

    [Fact]
    public void Train_OutputIsAFolder_SaysSoBeforeTraining() =>
        Refuses(Cli.Run("train", _workspace.WriteConfig(SmallModel.Scene), "-o", _workspace.Folder), "is a folder");

    [Fact]
    public void Score_OutputBelowAFile_SaysSoBeforeScoring()
    {
        _workspace.Write("file", "");
        Refuses(Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["file/out.csv"]), "is a file");
    }

    [Fact]
    public void Inspect_MissingModel_NamesIt() => Refuses(Cli.Run("inspect", _workspace["nope.zip"]), "nope.zip");

    [Fact]
    public void Inspect_TextNamedZip_SaysSo() => Refuses(Cli.Run("inspect", _workspace.Write("text.zip", "no zip")), "text.zip", "not a complete zip");

    [Fact]
    public void Inspect_ZipThatIsNoModel_SaysSo()
    {
        using (FileStream file = File.Create(_workspace["other.zip"]))
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        Refuses(Cli.Run("inspect", _workspace["other.zip"]), "other.zip", "not an ML.NET model");
    }

    [Fact]
    public void Inspect_ZipOfTheFirstVersion_SaysToTrainAgain()
    {
        using (FileStream file = File.Create(_workspace["old.zip"]))
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create))
        using (Stream chain = zip.CreateEntry("TransformerChain/Model.key").Open())
        {
            chain.Write(Convert.FromBase64String("TUxDTQEAAAAQVHJhbnNmb3JtZXJDaGFpbgMAAAAHAAAABwAAAAcAAAA="));   // as that version wrote it
        }

        Refuses(Cli.Run("inspect", _workspace["old.zip"]), "old.zip", "train it again");
    }

    [Fact]
    public void Score_ZipCutInHalf_SaysSo()
    {
        byte[] whole = File.ReadAllBytes(model.Path);
        File.WriteAllBytes(_workspace["half.zip"], whole[..(whole.Length / 2)]);
        Refuses(Cli.Run("score", "-m", _workspace["half.zip"], "-i", SmallModel.Scene, "-o", _workspace["out.csv"]), "half.zip");
    }

    [Fact]
    public void Score_ModelOfAnotherLibrary_SaysSo()
    {
        var ml = new MLContext(1);
        IDataView rows = VideoData.Load(ml, VideoSource.FromPath(SmallModel.Scene));
        ml.Model.Save(ml.Transforms.CopyColumns("Copy", "Frame").Fit(rows), rows.Schema, _workspace["stock.zip"]);
        Refuses(Cli.Run("score", "-m", _workspace["stock.zip"], "-i", SmallModel.Scene), "stock.zip", "MlNetVad part");
    }

    [Fact]
    public void Score_ModelWithoutAScore_NamesTheColumn()
    {
        var ml = new MLContext(1);
        IDataView rows = VideoData.Load(ml, VideoSource.FromPath(SmallModel.Scene));
        VadModel.Save(ml, ml.Transforms.FrameDifference("Motion", "Clip").Fit(rows), rows.Schema, _workspace["motion.zip"]);
        Refuses(Cli.Run("score", "-m", _workspace["motion.zip"], "-i", SmallModel.Scene, "-o", _workspace["out.csv"]), "'Score'");
    }

    [Fact]
    public void Score_FfmpegAbsent_SaysHowToGetIt()
    {
        string frames = _workspace.WriteFrames("gate", 20);
        Directory.CreateDirectory(_workspace["bin"]);
        Refuses(ScoreWithPath(frames, _workspace["bin"]), "was not found", "apt-get install ffmpeg");
    }

    [Fact]
    public void Score_FfmpegsLibrariesChatter_ReadsTheVideo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The chatter is made by a script of /bin/sh.");
        string video = _workspace.WriteVideo("gate.mp4", 60), path = Environment.GetEnvironmentVariable("PATH")!;
        Directory.CreateDirectory(_workspace["bin"]);
        foreach (string tool in (string[])["ffmpeg", "ffprobe"])
        {
            string real = path.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists), chatters = Path.Combine(_workspace["bin"], tool);
            File.WriteAllText(chatters, $"#!/bin/sh\necho 'Warning: using insecure memory!' >&2\n{real} \"$@\"\nend=$?\necho 'libva info: goodbye' >&2\nexit $end\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(chatters, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        CliResult result = ScoreWithPath(video, $"{_workspace["bin"]}:{path}");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(61, File.ReadAllLines(_workspace["out.csv"]).Length);
    }

    private CliResult ScoreWithPath(string input, string path)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(dotnet, [typeof(CommandLineApp).Assembly.Location, "score", "-m", model.Path, "-i", input, "-o", _workspace["out.csv"]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = path;

        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliResult(process.ExitCode, output, error);
    }

    private CliResult Score(string input) =>
        Cli.Run("score", "-m", model.Path, "-i", input, "-o", _workspace["out.csv"], "--plot", _workspace["out.svg"]);

    private CliResult Evaluate(string dataset) => Cli.Run("evaluate", "-m", model.Path, "-d", dataset, "-o", _workspace["out"]);

    private void Refuses(CliResult result, params string[] words)
    {
        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        string complaint = Assert.Single(result.Complaints);
        Assert.All(words, word => Assert.Contains(word, complaint, StringComparison.Ordinal));
        Assert.DoesNotContain("unexpected", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
        Assert.DoesNotContain(_workspace.Contents, name => name.StartsWith("out", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
