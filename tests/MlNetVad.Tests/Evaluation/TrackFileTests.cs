using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Tests.Evaluation;

public sealed class TrackFileTests : IDisposable
{
    private const string Header = "video,frame,track,x,y,width,height\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void At_OtherSize_ScalesTheBoxes()
    {
        TrackFile file = Read(Header + "gate,1,walker,8,4,4,2\ngate,1,cyclist,0,0,1,1\ngate,2,walker,8,4,4,2\n");
        VadVideo video = Set().Videos[0];
        Assert.Equal([new TrackedBox(0, 4, 8, 2, 4), new TrackedBox(1, 0, 0, 0.5f, 2)], file.At(video, 1, new FrameFormat(32, 8)));
        Assert.Equal(0, Assert.Single(file.At(video, 2, new FrameFormat(16, 16))).Track);
        Assert.Empty(file.At(video, 0, new FrameFormat(16, 16)));
    }

    [Theory]
    [InlineData("video,frame\n", "lacks its header")]
    [InlineData(Header + "gate,1,a,0,0,0,1\n", "line 2: the width is '0'; expected pixels above 0")]
    [InlineData(Header + "gate,-1,a,0,0,1,1\n", "line 2: the frame is '-1'")]
    [InlineData(Header + "gate,1,a,nan,0,1,1\n", "line 2: the x is 'nan'")]
    [InlineData(Header + "yard,1,a,0,0,1,1\ngate,3,a,0,0,1,1\ngate,1,a,0,0,1,1\ngate,1,a,2,2,1,1\n", "video 'yard' (line 2) is not in the set; video 'gate', frame 3 (line 3): the video has 3 frames; video 'gate', frame 1: track 'a' is there twice;")]
    public void Read_BadFile_SaysWhatIsWrong(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<VadException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Missing_NamesThePath() =>
        Assert.Contains("nowhere.csv' does not exist", Assert.Throws<VadException>(() => TrackFile.Read(Path.Combine(_folder, "nowhere.csv"), Set())).Message, StringComparison.Ordinal);

    private TrackFile Read(string text)
    {
        string path = Path.Combine(_folder, "tracks.csv");
        File.WriteAllText(path, text);
        return TrackFile.Read(path, Set());
    }

    private static VideoSource Set() => VideoSource.FromFrames("gate", [new byte[256], new byte[256], new byte[256]], new FrameFormat(16, 16, 1), 25);
}
