using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

public sealed class ReadmeTests
{
    private static readonly string Readme = Read("README.md");

    [Fact]
    public void Readme_Code_IsTheCodeThatCompiles()
    {
        string source = Read("tests/MlNetVad.Cli.Tests/ReadmeSample.cs");
        string[] body = [.. Between(source, "// sample goes on\n", "        // sample ends").Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())];
        string sample = $"{Between(source, "// sample begins\n", "// sample pauses")}\n{string.Join('\n', body).Trim()}\n";

        Assert.Equal(sample, Between(Readme, "```csharp\n", "```"));
    }

    [Theory]
    [InlineData("ReadmeNetworks.cs", "networks")]
    [InlineData("ReadmePictures.cs", "pictures")]
    public void Readme_OtherCode_IsTheCodeThatCompiles(string file, string subject)
    {
        string source = Read($"tests/MlNetVad.Cli.Tests/{file}");
        string[] body = [.. Between(source, $"// {subject} go on\n", $"        // {subject} end").Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())];

        Assert.Contains($"```csharp\n{string.Join('\n', body).Trim()}\n```", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_Paths_Exist()
    {
        string[] paths = ["tools/demo.sh", "tools/test.sh", "docs/config.md", "docs/detectors.md", "docs/captions.md", "docs/native.md", "docs/service.md", "docs/service-wall.jpg", "docs/score-curve.svg", "docs/overlay.png", "docs/report.png", "configs/normal-modes.mbconfig", "configs/normal-modes-yolox.mbconfig", "pipelines/NormalModes.cs", "LICENSE"];

        Assert.All(paths, path =>
        {
            Assert.Contains(path, Readme, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(TestData.Repository, path)), path);
        });
    }

    [Fact]
    public void Readme_CommandLines_Parse()
    {
        string[] lines = [.. Between(Readme, "```bash\nmlnetvad", "```").Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];

        Assert.Equal(16, lines.Length);
        Assert.All(lines, line =>
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            CliResult result = Cli.Run([.. words.SkipWhile(word => word == "mlnetvad"), "--help"]);
            Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
            Assert.All(
                words.Where(word => word.StartsWith('-') && word.Length > 1),
                option => Assert.Matches($@"(?m)^  .*{option}[ ,<]", result.Out));
        });
    }

    private static string Read(string path) =>
        File.ReadAllText(Path.Combine(TestData.Repository, path)).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"'{start}' is missing");
        from += start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
