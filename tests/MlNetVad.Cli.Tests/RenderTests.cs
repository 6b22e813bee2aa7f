using System.Text.Json.Nodes;
using MlNetVad.Cli.Scores;
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

    [Fact]
    public void Render_Event_IsTheAlarmThatScoreLists()
    {
        string input = _workspace.WriteVideo("gate.mp4", 120);   // a test card, which a model of a street has never seen
        JsonNode alarm = JsonNode.Parse(Cli.Run("score", "-m", model.Path, "-i", input, "--json").Out)!["alarms"]![0]!;
        int first = Math.Max(15, (int)alarm["first"]!), last = Math.Min(120 - 13, (int)alarm["last"]!);   // ten frames three apart, the sixth is scored

        CliResult result = Cli.Run("render", "-m", model.Path, "-i", input, "--event", "1", "--around", "0", "-o", _workspace["one.mp4"], "--json");
        CliResult next = Cli.Run("render", "-m", model.Path, "-i", input, "--event", "99", "-o", _workspace["none.mp4"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(last - first + 1, (int?)JsonNode.Parse(result.Out)!["frames"]);
        Assert.Contains("give --event a number from 1 to", Assert.Single(next.Complaints), StringComparison.Ordinal);
        Assert.False(File.Exists(_workspace["none.mp4"]));
    }

    [Theory]
    [InlineData("0", 26)]
    [InlineData("0.4", 46)]
    public void Render_Span_HasSecondsBeforeAndAfterAndAStripBelow(string around, int frames)
    {
        string input = _workspace.WriteVideo("gate.mp4", 120);

        CliResult result = Cli.Run("render", "-m", model.Path, "-i", input, "--span", "1-2", "--around", around, "-o", _workspace["part.mp4"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(frames, (int?)JsonNode.Parse(result.Out)!["frames"]);
        VadVideo drawn = VideoSource.FromPath(_workspace["part.mp4"]).Videos[0];
        Assert.Equal((160, 142), (drawn.NativeFormat.Width, drawn.NativeFormat.Height));   // three lines of seven dots, and one for an even height
        byte[] strip = Pictures(drawn)[0][(3 * 160 * 121)..(3 * 160 * 127)];   // the bar's line
        Assert.Contains(strip, value => value > 150);
        Assert.Contains(strip, value => value < 40);
    }

    [Fact]
    public void Render_SpanPastTheEnd_WritesNothing()
    {
        CliResult result = Cli.Run("render", "-m", model.Path, "-i", _workspace.WriteVideo("gate.mp4", 40), "--span", "60-70", "-o", _workspace["part.mp4"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("or than the time that was asked for", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Equal(["gate.mp4"], _workspace.Contents);
    }

    [Theory]
    [InlineData("", 10)]
    [InlineData("one two", 10, "one two")]
    [InlineData("one two three four", 10, "one two", "three four")]
    [InlineData("one two three four five", 10, "one two", "three f...")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 10, "abcdefghij", "klmnopq...")]
    public void Wrap_Sentence_FitsTwoLines(string sentence, int letters, params string[] lines) => Assert.Equal(lines, ScoreStrip.Wrap(sentence, letters));

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
