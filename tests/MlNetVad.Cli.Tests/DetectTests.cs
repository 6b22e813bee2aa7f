using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

public sealed class DetectTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private static string Network => TestData.Require("models/yolox_nano.onnx");

    private static string Dog => TestData.Require("images/dog.jpg");

    [Fact]
    public void Detect_Photograph_ListsItsObjects()
    {
        CliResult result = Cli.Run("detect", "--model", Network, "--input", Dog);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("picture", result.Out, StringComparison.Ordinal);
        Assert.Single(Lines(result, "dog.jpg"), line => line.Contains(" dog ", StringComparison.Ordinal));
        Assert.Single(Lines(result, "dog.jpg"), line => line.Contains(" bicycle ", StringComparison.Ordinal));
    }

    [Fact]
    public void Detect_PhotographAsJson_TellsClassScoreAndBox()
    {
        CliResult result = Cli.Run("detect", "-m", Network, "-i", Dog, "--json", "--quiet");

        JsonNode answer = JsonNode.Parse(result.Out)!;
        JsonNode image = Assert.Single(answer["images"]!.AsArray())!;
        Assert.Equal((768, 576), ((int)image["width"]!, (int)image["height"]!));
        Assert.EndsWith("dog.jpg", (string?)image["file"], StringComparison.Ordinal);
        Dictionary<string, JsonNode> objects = image["objects"]!.AsArray().ToDictionary(o => (string)o!["class"]!, o => o!);
        Assert.True(objects.ContainsKey("car") || objects.ContainsKey("truck"));
        Assert.Equal(1, (int?)objects["bicycle"]["classId"]);
        JsonNode dog = objects["dog"], box = dog["box"]!;
        Assert.InRange((double)dog["score"]!, 0.5, 1);

        // the dog sits in the lower left quarter of the picture
        Assert.InRange((double)box["x"]!, 100, 170);
        Assert.InRange((double)box["y"]!, 190, 260);
        Assert.InRange((double)box["x"]! + (double)box["width"]!, 280, 340);
        Assert.InRange((double)box["y"]! + (double)box["height"]!, 510, 576);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Detect_FolderOfPicturesOfManySizes_NamesEach()
    {
        _workspace.WriteFrames("photos", 3);
        File.Copy(Dog, _workspace["photos/zz-dog.jpg"]);
        File.Copy(TestData.Require("images/bus.jpg"), _workspace["photos/zy-bus.jpg"]);

        JsonNode answer = JsonNode.Parse(Cli.Run("detect", "-m", Network, "-i", _workspace["photos"], "--classes", "person, dog", "--json").Out)!;

        string[] names = [.. answer["images"]!.AsArray().Select(i => Path.GetFileName((string)i!["file"]!))];
        Assert.Equal(["000.pgm", "001.pgm", "002.pgm", "zy-bus.jpg", "zz-dog.jpg"], names);
        Assert.Empty(answer["images"]![0]!["objects"]!.AsArray());
        Assert.Equal(["dog", "person"], answer["classes"]!.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal));
        Assert.Equal(1, (int?)answer["classes"]!["dog"]);
        Assert.True((int?)answer["classes"]!["person"] >= 3);
    }

    [Fact]
    public void Detect_Video_WritesALineAnObjectOfEachFrame()
    {
        string clip = TestData.Require("ped2/testing/frames/01");
        Directory.CreateDirectory(_workspace["walk"]);
        foreach (string file in Directory.EnumerateFiles(clip).Order(StringComparer.Ordinal).Take(5))
        {
            File.Copy(file, Path.Combine(_workspace["walk"], Path.GetFileName(file)));
        }

        string video = _workspace.WriteVideo("bars.mp4", frames: 3);
        CliResult pictures = Cli.Run("detect", "-m", Network, "-i", _workspace["walk"], "-o", _workspace["walk.csv"], "--tiles", "2x1", "--score", "0.2");
        CliResult frames = Cli.Run("detect", "-m", Network, "-i", video, "-o", "-", "--score", "0.01", "--quiet");

        Assert.Equal((0, 0), (pictures.ExitCode, frames.ExitCode));
        string[][] people = Table(File.ReadAllText(_workspace["walk.csv"]));
        Assert.Contains(people, line => line[0] == "000.jpg" && line[2] == "person");
        Assert.All(people, line => Assert.True(line[1].Length == 0 && double.Parse(line[4], CultureInfo.InvariantCulture) >= 0.2));
        string[][] bars = Table(frames.Out);
        Assert.All(bars, line => Assert.Equal("bars", line[0]));
        Assert.Equal(["0", "1", "2"], bars.Select(line => line[1]).Distinct());
    }

    [Fact]
    public void Detect_Draw_HoldsThePictureAndABoxAnObject()
    {
        CliResult result = Cli.Run("detect", "-m", Network, "-i", Dog, "--classes", "dog", "--draw", _workspace["dog.svg"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        XElement svg = XElement.Parse(File.ReadAllText(_workspace["dog.svg"]));
        Assert.Equal("0 0 768 576", (string?)svg.Attribute("viewBox"));
        Assert.StartsWith("data:image/jpeg;base64,/9j/", (string?)svg.Elements().First().Attribute("href"), StringComparison.Ordinal);
        Assert.Equal(2, svg.Elements().Count(e => e.Name.LocalName == "rect"));
        Assert.StartsWith("dog 0.", svg.Elements().Single(e => e.Name.LocalName == "text").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_BadInput_IsOneSentence()
    {
        string text = _workspace.Write("text.onnx", "no network");
        Refuses("none.onnx' is not there", "-m", _workspace["none.onnx"], "-i", Dog);
        Refuses("'text.onnx' cannot be opened as an ONNX network", "-m", text, "-i", Dog);
        Refuses("set Format to Yolox or YoloV5", "-m", Network, "-i", Dog, "--format", "YoloV8");
        Refuses("its boxes are offsets in grids, not decoded", "-m", Network, "-i", Dog, "--format", "YoloV5");
        Refuses("has no class 'dragon'", "-m", Network, "-i", Dog, "--classes", "dragon");
        Refuses("nowhere.jpg' does not exist", "-m", Network, "-i", _workspace["nowhere.jpg"]);
        Refuses("broken.jpg' cannot be read", "-m", Network, "-i", _workspace.Write("broken.jpg", "no picture"));
        Refuses("--draw draws over one picture", "-m", Network, "-i", _workspace.WriteFrames("two", 2), "--draw", _workspace["out.svg"]);
    }

    private void Refuses(string words, params string[] arguments)
    {
        CliResult result = Cli.Run(["detect", .. arguments, "-o", _workspace["out.csv"]]);

        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        Assert.Contains(words, Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Empty(result.Out);
        Assert.DoesNotContain(_workspace.Contents, name => name.StartsWith("out", StringComparison.Ordinal));
    }

    private static string[] Lines(CliResult result, string start) =>
        [.. result.Out.Split('\n').Where(line => line.TrimStart().StartsWith(start, StringComparison.Ordinal))];

    private static string[][] Table(string csv)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("source,frame,class,class_id,score,x,y,width,height", lines[0]);
        return [.. lines.Skip(1).Select(line => line.Split(','))];
    }
}
