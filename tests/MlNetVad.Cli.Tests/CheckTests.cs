using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Check_Scene_SaysWhatItHoldsAndWhatToRecord()
    {
        CliResult result = Cli.Run("check", "synthetic:scene?videos=4&frames=300");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.All(
            (string[])["48.0 seconds", "160×120 at 25 fps", "grey", "bright", "pixels tall", "% of the picture", "what to record"],
            text => Assert.Contains(text, result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_SceneAsJson_GivesFiguresAndFindings()
    {
        CliResult result = Cli.Run("check", "synthetic:scene?videos=4&frames=300", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal((true, 4, 1200, 48.0), ((bool)answer["suffices"]!, (int)answer["videos"]!, (int)answer["frames"]!, (double)answer["seconds"]!));
        Assert.Equal(1, (int?)answer["workingSize"]!["channels"]);
        Assert.InRange((double)answer["movingShare"]!, 0.5, 1);
        Assert.InRange((double)answer["placeShare"]!, 0.1, 1);
        Dictionary<string, string> states = answer["findings"]!.AsArray().ToDictionary(f => (string)f!["name"]!, f => (string)f!["state"]!);
        Assert.Equal(
            ("Warning", "Ok", "Ok", "Ok", "Ok", "Ok"),
            (states["amount"], states["videos"], states["picture"], states["movement"], states["places"], states["size of things"]));
    }

    [Fact]
    public void Check_FewPictures_DoNotSuffice()
    {
        CliResult result = Cli.Run("check", _workspace.WriteFrames("gate", 40), "--json");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.False((bool)answer["suffices"]!);
        Assert.Equal("Missing", (string?)answer["findings"]![0]!["state"]);
        Assert.Contains("record at least 30 s", (string?)answer["findings"]![0]!["advice"], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BlackStandingPicture_DoesNotSuffice()
    {
        Directory.CreateDirectory(_workspace["black"]);
        byte[] picture = [.. "P5\n64 48\n255\n"u8, .. new byte[64 * 48]];
        for (int i = 0; i < 400; i++)
        {
            File.WriteAllBytes(Path.Combine(_workspace["black"], $"{i:000}.pgm"), picture);
        }

        Assert.Contains("does not suffice (picture)", Cli.Run("check", _workspace["black"]).Out, StringComparison.Ordinal);
        CliResult result = Cli.Run("check", _workspace["black"], "--json");
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        string[] found = [.. JsonNode.Parse(result.Out)!["findings"]!.AsArray().Select(f => (string)f!["found"]!)];
        Assert.Contains(found, text => text.StartsWith("dark: mean grey level 0 to 0", StringComparison.Ordinal));
        Assert.Contains(found, text => text.Contains("100 % of the looks without any change", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_NoSuchFolder_Fails()
    {
        CliResult result = Cli.Run("check", _workspace["nowhere"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("does not exist", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Ped2_CanBeTrainedOnAtItsOwnSize()
    {
        CliResult result = Cli.Run("check", TestData.Require("ped2"), "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal((2550, 360, 240), ((int)answer["frames"]!, (int)answer["workingSize"]!["width"]!, (int)answer["workingSize"]!["height"]!));
    }
}
