using System.Text;
using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class ScoreFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_FolderOfArrays_IsAVideoAFile()
    {
        WriteArray("01.npy", "<f4", "(3,)", [.. new[] { 0.5f, -1, 2 }.SelectMany(BitConverter.GetBytes)]);
        WriteArray("02.npy", "<f8", "(2,)", [.. new[] { 0.25, 4 }.SelectMany(BitConverter.GetBytes)]);
        IReadOnlyList<VideoScores> videos = ScoreFiles.Read(_folder);
        Assert.Equal(["01", "02"], videos.Select(v => v.VideoId));
        Assert.Equal([0.5f, -1, 2], videos[0].Scores);
        Assert.Equal([0.25f, 4], videos[1].Scores);
        Assert.All(videos.SelectMany(v => v.Labels), label => Assert.True(float.IsNaN(label)));
    }

    [Theory]
    [InlineData("<i4", "(2,)", 8, "it holds '<i4' of shape (2); expected one score a frame, '<f4' or '<f8'")]
    [InlineData("<f4", "(1, 2)", 8, "of shape (1, 2); expected one score a frame")]
    [InlineData("<f4", "()", 4, "of shape (); expected one score a frame")]
    [InlineData(">f4", "(2,)", 8, "its type is '>f4'")]
    [InlineData("<f4", "(3,)", 8, "it ends before the 3 values")]
    [InlineData("<f4", "(1,)", 8, "it goes on after the 1 value of its header")]
    public void Read_OtherArray_SaysWhatIsWrong(string type, string shape, int bytes, string expected)
    {
        string path = WriteArray("v.npy", type, shape, new byte[bytes]);
        string message = Assert.Throws<VadException>(() => ScoreFiles.Read(path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("v.npy", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArrayWithNaN_ListsTheFrames()
    {
        WriteArray("a.npy", "<f4", "(3,)", [.. new[] { 1, float.NaN, float.PositiveInfinity }.SelectMany(BitConverter.GetBytes)]);
        string message = Assert.Throws<VadException>(() => ScoreFiles.Read(_folder)).Message;
        Assert.Contains("video 'a', frame 1: the score is NaN; video 'a', frame 2: the score is", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyFaults_ShowsTheFirstAndCountsTheRest()
    {
        string path = Path.Combine(_folder, "a.csv");
        File.WriteAllText(path, "video,frame,score\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"v,{i},nan\n")));
        string message = Assert.Throws<VadException>(() => ScoreFiles.Read(path)).Message;
        Assert.Contains("frame 11: the score is nan; and 8 more;", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindMethods_Folder_FindsFilesAndFolders()
    {
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "arrays")).FullName, written = Directory.CreateDirectory(Path.Combine(_folder, "results")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "other"));
        WriteArray("arrays/01.npy", "<f4", "(0,)", []);
        File.WriteAllText(Path.Combine(written, "scores.csv"), "");
        File.WriteAllText(Path.Combine(_folder, "method.CSV"), "");
        Assert.Equal(
            [("arrays", inner), ("method", Path.Combine(_folder, "method.CSV")), ("results", written)],
            ScoreFiles.FindMethods(_folder));
    }

    [Fact]
    public void FindMethods_NothingThere_SaysWhatIsExpected()
    {
        Assert.Contains("holds no scores; expected CSV", Assert.Throws<VadException>(() => ScoreFiles.FindMethods(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains("do not exist", Assert.Throws<VadException>(() => ScoreFiles.FindMethods(Path.Combine(_folder, "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindMethods_OneNameTwice_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        WriteArray("a/01.npy", "<f4", "(0,)", []);
        File.WriteAllText(Path.Combine(_folder, "a.csv"), "");
        Assert.Contains("are called 'a'", Assert.Throws<VadException>(() => ScoreFiles.FindMethods(_folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>An array file as NumPy lays it out.</summary>
    private string WriteArray(string name, string type, string shape, byte[] values)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values]);
        return path;
    }
}
