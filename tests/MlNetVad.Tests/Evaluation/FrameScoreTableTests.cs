using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class FrameScoreTableTests
{
    [Fact]
    public void Build_RowsInAnyOrder_FillsBothEndsAndCounts()
    {
        FrameScoreTable table = new();
        table.AddVideo("b", 2);
        table.AddVideo("a", 6, [0, 0, 0, 1, 1, 1]);
        table.Add("a", 3, 7, 1);
        table.Add("b", 1, 5, 1);
        table.Add("a", 2, 4, 0);
        table.Add("b", 0, 1);

        IReadOnlyList<VideoScores> videos = table.Build();

        Assert.Equal(["b", "a"], videos.Select(v => v.VideoId));
        Assert.Equal([4, 4, 4, 7, 7, 7], videos[1].Scores);
        Assert.Equal((2, 2), (videos[1].FilledAtStart, videos[1].FilledAtEnd));
        Assert.Equal([float.NaN, 1], videos[0].Labels);
        Assert.Equal((0, 0), (videos[0].FilledAtStart, videos[0].FilledAtEnd));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Add_ScoreIsNoNumber_NamesVideoAndFrame(float score) =>
        Assert.StartsWith("Video 'v', frame 2: the score is", Message(t => t.Add("v", 2, score)), StringComparison.Ordinal);

    [Fact]
    public void Add_WrongRows_SaysWhy()
    {
        Assert.Contains("'w'", Message(t => t.Add("w", 0, 1)), StringComparison.Ordinal);
        Assert.Contains("has 4 frames", Message(t => t.Add("v", 4, 1)), StringComparison.Ordinal);
        Assert.Contains("has 4 frames", Message(t => t.Add("v", -1, 1)), StringComparison.Ordinal);
        Assert.Contains("twice", Message(t => { t.Add("v", 1, 1); t.Add("v", 1, 2); }), StringComparison.Ordinal);
        Assert.Contains("label source", Message(t => { t.AddVideo("l", 1, [0]); t.Add("l", 0, 1, 1); }), StringComparison.Ordinal);
        Assert.Contains("twice", Message(t => t.AddVideo("v", 3)), StringComparison.Ordinal);
        Assert.Contains("2 labels", Message(t => t.AddVideo("l", 3, [0, 1])), StringComparison.Ordinal);
        Assert.Contains("no frames", Message(t => t.AddVideo("e", 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_GapOrNoScore_SaysWhichFrame()
    {
        Assert.Contains("frame 1: the score is missing", Message(t => { t.Add("v", 0, 1); t.Add("v", 2, 1); t.Build(); }), StringComparison.Ordinal);
        Assert.Contains("shorter than a clip", Message(t => t.Build()), StringComparison.Ordinal);
        Assert.Contains("no scored videos", Assert.Throws<VadException>(() => new FrameScoreTable().Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VideoScores_BadLabelOrLength_Throws()
    {
        Assert.Contains("the label is 2", Assert.Throws<VadException>(() => Scored.Video("v", [1], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("2 scores but 1 label;", Assert.Throws<VadException>(() => Scored.Video("v", [1, 2], 0)).Message, StringComparison.Ordinal);
    }

    private static string Message(Action<FrameScoreTable> act)
    {
        FrameScoreTable table = new();
        table.AddVideo("v", 4);
        return Assert.Throws<VadException>(() => act(table)).Message;
    }
}
