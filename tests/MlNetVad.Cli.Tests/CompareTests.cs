using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private const string Header = "video,frame,score,label\n";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Compare_TwoFiles_ShowsTheTableAndASentence()
    {
        Write("good.csv", (video, frame) => frame >= 6 ? 2 + (0.1 * video) : 0.1 * video);
        Write("bad/scores.csv", (video, frame) => (frame * 7 % 10) + video);

        CliResult result = Cli.Run("compare", _workspace["good.csv"], _workspace["bad"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        string text = string.Join(' ', result.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("1.000", text, StringComparison.Ordinal);
        Assert.Contains("is worse than", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_Json_HasTheFigures()
    {
        Write("a.csv", (video, frame) => frame);
        Write("b.csv", (video, frame) => frame);
        CliResult result = Cli.Run("compare", _workspace["a.csv"], _workspace["b.csv"], "--json");
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal(2, answer.AsArray().Count);
        Assert.Equal(0, (double?)answer[1]!["difference"]);
        Assert.False((bool?)answer[1]!["isResolved"]);
    }

    [Fact]
    public void Compare_OneVideoOnly_SaysThatItCannotTell()
    {
        _workspace.Write("a.csv", Header + "v,0,1,0\nv,1,2,1\n");
        foreach (string[] json in (string[][])[[], ["--json"]])
        {
            CliResult result = Cli.Run(["compare", _workspace["a.csv"], _workspace["a.csv"], .. json]);
            Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
            Assert.Contains(json.Length > 0 ? "null" : "cannot be told apart", result.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compare_NoLabels_SaysWhichFile()
    {
        _workspace.Write("a.csv", "video,frame,score\nv,0,1\n");
        CliResult result = Cli.Run("compare", _workspace["a.csv"], _workspace["a.csv"]);
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("a.csv' has no labels", result.Error, StringComparison.Ordinal);
    }

    private void Write(string file, Func<int, int, double> score) => _workspace.Write(file, Header + string.Concat(
        Enumerable.Range(0, 8).SelectMany(video => Enumerable.Range(0, 10).Select(frame =>
            FormattableString.Invariant($"v{video},{frame},{score(video, frame)},{(frame >= 6 ? 1 : 0)}\n")))));
}
