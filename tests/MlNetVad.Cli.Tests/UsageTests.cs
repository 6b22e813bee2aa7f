namespace MlNetVad.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--output", "adapt", "a.zip", "--normal", "synthetic:scene", "-o", "")]
    [InlineData("--report", "inspect", "a.zip", "--card", "--report", "")]
    [InlineData("--data", "serve", "--data", "")]
    [InlineData("--output", "score", "-m", "a.zip", "-i", "synthetic:scene", "-o", "")]
    [InlineData("model", "redefine", "", "--list")]
    public void EmptyValue_AnyCommand_IsNamed(string name, params string[] words)
    {
        CliResult result = Cli.Run(words);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains($"The value of {name} is empty", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo", "--help")]
    [InlineData("train", "--help")]
    [InlineData("score", "-h")]
    [InlineData("archive", "--help")]
    [InlineData("archive-worker", "--help")]
    [InlineData("evaluate", "-?")]
    [InlineData("compare", "--help")]
    [InlineData("render", "--help")]
    [InlineData("bench", "--help")]
    [InlineData("serve", "--help")]
    [InlineData("inspect", "--help")]
    [InlineData("ablate", "--help")]
    [InlineData("detect", "--help")]
    [InlineData("models", "--help")]
    [InlineData("doctor", "--help")]
    [InlineData("import", "--help")]
    public void Help_EveryCommand_DescribesAndGivesExamples(params string[] args)
    {
        CliResult result = Cli.Run(args);

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("Description:", result.Out, StringComparison.Ordinal);
        Assert.Contains("Usage:\n  mlnetvad", result.Out, StringComparison.Ordinal);
        Assert.Contains("Examples:\n", result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("'frob'", "frob")]
    [InlineData("'--input' is required", "score", "--model", "m.zip")]
    [InlineData("Neither --model nor --scores", "evaluate", "--dataset", "d")]
    [InlineData("Both --model and --scores", "evaluate", "-m", "m.zip", "--scores", "s.csv", "-d", "d")]
    [InlineData("--threshold goes with --scores", "evaluate", "-m", "m.zip", "-d", "d", "--threshold", "1")]
    [InlineData("--tracks goes with --model", "evaluate", "--scores", "s.csv", "-d", "d", "--tracks", "t.csv")]
    [InlineData("--threshold is 'nan'; expected a number", "evaluate", "--scores", "s.csv", "-d", "d", "--threshold", "nan")]
    [InlineData("--workers is '-1'; expected a whole number from 0 to 256", "archive", "videos", "-m", "m.zip", "-o", "out", "--workers", "-1")]
    [InlineData("'--store' is required", "archive-worker")]
    [InlineData("Neither a config nor --data", "train")]
    [InlineData("Required argument missing", "inspect")]
    [InlineData("--cameras is '0'; expected a whole number from 1 to 64", "bench", "m.zip", "--cameras", "0")]
    [InlineData("Both --event and --span", "render", "-m", "m.zip", "-i", "a.mp4", "-o", "b.mp4", "--event", "1", "--span", "1-2")]
    [InlineData("--span is '2-1'; expected seconds, such as 12.5-20", "render", "-m", "m.zip", "-i", "a.mp4", "-o", "b.mp4", "--span", "2-1")]
    [InlineData("--event is '0'; expected a whole number from 1", "render", "-m", "m.zip", "-i", "a.mp4", "-o", "b.mp4", "--event", "0")]
    [InlineData("--report and --output go with --card", "inspect", "m.zip", "-o", "card.md")]
    [InlineData("--pictures does not go with --card", "inspect", "m.zip", "--card", "--pictures", "p")]
    [InlineData("'--colour'", "inspect", "m.zip", "--colour")]
    [InlineData("--paper-sigma is 'wide'; expected a number above 0", "evaluate", "-m", "m.zip", "-d", "d", "--paper-sigma", "wide")]
    [InlineData("--paper-sigma is '0'", "evaluate", "-m", "m.zip", "-d", "d", "--paper-sigma", "0")]
    [InlineData("--kind is 'Ped9'; expected one of Auto, UcsdPed1", "evaluate", "-m", "m.zip", "-d", "d", "--kind", "Ped9")]
    [InlineData("--seed is '1.5'; expected a whole number", "train", "c.mbconfig", "--seed", "1.5")]
    [InlineData("'--table' is required", "ablate", "c.mbconfig")]
    [InlineData("--seeds is '0'; expected a whole number from 1", "ablate", "c.mbconfig", "--table", "losses", "--seeds", "0")]
    [InlineData("'--model' is required", "detect", "-i", "dog.jpg")]
    [InlineData("--format is 'Yolo'; expected one of Yolox, YoloV5, YoloV8, EndToEnd", "detect", "-m", "m.onnx", "-i", "dog.jpg", "--format", "Yolo")]
    [InlineData("--score is '0'; expected a number above 0 up to 1", "detect", "-m", "m.onnx", "-i", "dog.jpg", "--score", "0")]
    [InlineData("--timeout is '0'; expected seconds, above 0", "score", "-m", "m.zip", "-i", "rtsp://camera", "--timeout", "0")]
    [InlineData("--reconnect is 'ever'; expected seconds, 0 up to", "detect", "-m", "m.onnx", "-i", "rtsp://camera", "--reconnect", "ever")]
    [InlineData("--tiles is '2'; expected columns x rows", "detect", "-m", "m.onnx", "-i", "dog.jpg", "--tiles", "2")]
    [InlineData("'--output' is required", "import", "net.pth")]
    [InlineData("--urls is 'localhost'; expected", "serve", "--urls", "localhost")]
    [InlineData("--cluster is 'here'; expected", "serve", "--cluster", "here")]
    [InlineData("--verbosity is 'loud'; expected q, m or diag", "train", "c.mbconfig", "-v", "loud")]
    public void Run_WrongCommandLine_ExitsWith2AndSaysWhy(string complaint, params string[] args)
    {
        CliResult result = Cli.Run(args);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(complaint, Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Contains("--help' shows", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void Run_NoCommand_ShowsHelpAndExitsWith2()
    {
        CliResult result = Cli.Run();

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("Commands:", result.Out, StringComparison.Ordinal);
    }
}
