using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class ScoresCsvTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad").FullName;

    private string Csv => Path.Combine(_folder, "scores.csv");

    [Fact]
    public void Write_ThenRead_GivesBitEqualScores()
    {
        VideoScores[] videos = [Scored.Video("comma, \"quote\"", [0.1f, float.NaN, 1e-20f], 0, float.NaN, 1), Scored.Video("b", [-3], 1)];
        ScoresCsv.Write(Csv, videos);
        IReadOnlyList<VideoScores> read = ScoresCsv.Read(Csv);
        Assert.Equal(videos.Select(v => v.VideoId), read.Select(v => v.VideoId));
        Assert.Equal(videos[0].Scores, read[0].Scores);
        Assert.Equal(videos[0].Labels, read[0].Labels);
        Assert.StartsWith("video,frame,score,label\n", File.ReadAllText(Csv), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RowsInAnyOrderWithoutLabels_Sorts()
    {
        File.WriteAllText(Csv, "frame,video,score\n1,a,2\n0,b,7\n0,a,1\n");
        IReadOnlyList<VideoScores> videos = ScoresCsv.Read(Csv);
        Assert.Equal([1f, 2], videos[0].Scores);
        Assert.Equal([float.NaN, float.NaN], videos[0].Labels);
        Assert.Equal("b", videos[1].VideoId);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "lacks its header")]
    [InlineData("", "lacks its header")]
    [InlineData("video,frame,score,label\nv,0,x,0\n", "line 2: the score is 'x'")]
    [InlineData("video,frame,score,label\nv,0,1,0\nv,zero,1,0\n", "line 3: the frame is 'zero'")]
    [InlineData("video,frame,score,label\nv,0,1,0\nv,0,1,0\n", "frame 0 is twice")]
    [InlineData("video,frame,score,label\nv,1,1,0\n", "video 'v': frame 0 is missing")]
    [InlineData("video,frame,score\nv,0,1\nv,4,1\nw,-1,0\nw,0,nan\n", "video 'w', frame 0: the score is nan; video 'v': frames 1 to 3 are missing; video 'w': frame -1 is below 0; expected")]
    [InlineData("video,frame,score,label\nv,0,1,7\n", "the label is 7")]
    public void Read_BadFile_SaysWhatIsWrong(string text, string expected)
    {
        File.WriteAllText(Csv, text);
        Assert.Contains(expected, Assert.Throws<VadException>(() => ScoresCsv.Read(Csv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Missing_NamesThePath() =>
        Assert.Contains(Csv, Assert.Throws<VadException>(() => ScoresCsv.Read(Csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Writer_NotCommitted_LeavesTheOldFile()
    {
        File.WriteAllText(Csv, "old");
        using (ScoresCsvWriter writer = new(Csv))
        {
            writer.Add("v", 0, 1);
        }

        Assert.Equal("old", File.ReadAllText(Csv));
        Assert.Single(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
