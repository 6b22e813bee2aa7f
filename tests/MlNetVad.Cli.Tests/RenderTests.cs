using System.Text.Json.Nodes;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

public sealed class RenderTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Render_Video_WritesAFrameAClipAndDrawsOverIt()
    {
        string input = _workspace.WriteVideo("gate.mp4", 40);

        CliResult result = Cli.Run("render", "-m", model.Path, "-i", input, "-o", _workspace["new/drawn.mp4"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        const int clips = 40 - (9 * 3);   // ten frames three apart, as the small model has them at 25 frames a second
        Assert.Equal(clips, (int?)JsonNode.Parse(result.Out)!["frames"]);
        VadVideo drawn = VideoSource.FromPath(_workspace["new/drawn.mp4"]).Videos[0];
        Assert.Equal(25, drawn.FramesPerSecond);
        Assert.Equal(clips, Pictures(drawn).Count);
        Assert.Equal(["gate.mp4", "new", "new/drawn.mp4"], _workspace.Contents);

        // the score in the corner is drawn in a colour that the grey clips of this model do not have
        Assert.Contains(Pictures(drawn), picture => Coloured(picture) > 20);
    }

    [Theory]
    [InlineData("two", "out.mp4", "holds 2 videos; render draws one at a time")]
    [InlineData("one", "out.gif", "out.gif' does not say which kind of video it is; end it with one of .mp4")]
    [InlineData("short", "out.mp4", "short")]
    public void Render_WhatCannotBeDrawn_IsRefusedInASentence(string input, string output, string expected)
    {
        _workspace.WriteVideo("one/a.mp4", 40);
        _workspace.WriteVideo("two/a.mp4", 3);
        _workspace.WriteVideo("two/b.mp4", 3);
        _workspace.WriteFrames("short", 4);
        string[] before = _workspace.Contents;

        CliResult result = Cli.Run("render", "-m", model.Path, "-i", _workspace[input], "-o", _workspace[output]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains(expected, Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Equal(before, _workspace.Contents);
    }

    private static List<byte[]> Pictures(VadVideo video)
    {
        List<byte[]> pictures = [];
        using FrameReader reader = video.OpenFrames(new FrameFormat(0, 0, 3));
        byte[] picture = new byte[reader.Format.FrameBytes];
        while (reader.Read(picture))
        {
            pictures.Add([.. picture]);
        }

        return pictures;
    }

    private static int Coloured(byte[] picture) =>
        Enumerable.Range(0, picture.Length / 3).Count(i => Math.Abs(picture[3 * i] - picture[(3 * i) + 1]) > 60);
}
