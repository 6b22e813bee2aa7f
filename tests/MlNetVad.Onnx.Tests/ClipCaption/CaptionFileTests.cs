using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Captions that were computed elsewhere.</summary>
public sealed class CaptionFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("captions").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void CaptionClip_OfAFile_KeepsTheEstimatorContract(int every)
    {
        string path = Write("c.jsonl", """{"video": "a", "frame": 4, "caption": "one"}""", """{"video": "a", "frame": 6, "caption": "two"}""");

        EstimatorContract.Check(
            _ml,
            _ml.Transforms.CaptionClip(new ClipCaptionEstimator.Options { Captioner = new CaptionFile { Path = path }, Every = every }),
            ClipRows.Of(_ml, ("a", 9)),
            ClipRows.WithoutClip(_ml));
    }

    [Fact]
    public void Transform_FramesWithoutACaption_HaveTheNearestEarlierOneOrTheFirst()
    {
        string path = Write("c.jsonl", """{"video": "a", "frame": 8, "caption": "eight"}""", "", """{"frame": 6, "caption": "six", "video": "a", "extra": 1}""", """{"video": "b", "frame": 0, "caption": ""}""");

        Assert.Equal(["six", "six", "six", "six", "eight", "eight", ""], Captions(path, ("a", 10), ("b", 5)));
    }

    [Fact]
    public void Transform_Table_IsReadLikeLines()
    {
        string path = Write("c.csv", "Frame,Video,Caption", "4,a,\"Two people, walking.\"", " 6 ,a,\"A \"\"car\"\" passes.\"");

        Assert.Equal(["Two people, walking.", "Two people, walking.", "A \"car\" passes."], Captions(path, ("a", 7)));
    }

    [Fact]
    public void Transform_UnknownVideo_IsOneSentence()
    {
        string path = Write("c.jsonl", [.. Enumerable.Range(1, 7).Select(i => $$"""{"video": "0{{i}}", "frame": 0, "caption": "x"}""")]);

        string message = Assert.Throws<VadException>(() => Captions(path, ("a", 6))).Message;

        Assert.Equal("'c.jsonl' has no captions of video 'a'; it has those of '01', '02', '03', '04', '05' and 2 more. Add them, or name the videos as there.", message);
    }

    [Theory]
    [InlineData("c.jsonl", "line 2, is '{\"video\": \"a\"'; expected {\"video\"", """{"video": "a", "frame": 4, "caption": "x"}""", """{"video": "a" """)]
    [InlineData("c.jsonl", "line 1, is '{\"video\": 1, ", """{"video": 1, "frame": 4, "caption": "x"}""")]
    [InlineData("c.jsonl", "line 1, is '{\"video\": \"a\", \"frame\": -4", """{"video": "a", "frame": -4, "caption": "x"}""")]
    [InlineData("c.jsonl", "line 1, is '[1]'", "[1]")]
    [InlineData("c.jsonl", "line 4, has frame 4 of video 'a' again, after line 1", """{"video": "a", "frame": 4, "caption": "x"}""", """{"video": "b", "frame": 4, "caption": "x"}""", "", """{"video": "a", "frame": 4, "caption": "y"}""")]
    [InlineData("c.jsonl", "'c.jsonl' has no captions; expected {\"video\"", "")]
    [InlineData("c.csv", "'c.csv' has the columns video,frame; expected the columns video,frame,caption", "video,frame", "a,4")]
    [InlineData("c.csv", "line 3, is 'a,four,y'; expected a whole number from 0 as the frame", "video,frame,caption", "a,4,x", "a,four,y")]
    [InlineData("c.csv", "line 2, is 'a,4'; expected the columns", "video,frame,caption", "a,4")]
    [InlineData("c.csv", "'c.csv' has no captions; expected the columns", "video,frame,caption")]
    public void Fit_BadFile_NamesTheLine(string name, string expected, params string[] lines)
    {
        string path = Write(name, lines);

        string message = Assert.Throws<VadException>(() => Estimator(path).Fit(ClipRows.Of(_ml, ("a", 6)))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoTextOrNoFile_SaysSo()
    {
        string path = Path.Combine(_folder, "c.jsonl");
        Assert.Contains("is not there", Assert.Throws<VadException>(() => Estimator(path).Fit(ClipRows.Of(_ml, ("a", 6)))).Message, StringComparison.Ordinal);

        File.WriteAllBytes(path, [(byte)'{', 0x80, 0xff]);
        Assert.Equal("'c.jsonl' is not text in UTF-8; save it as such.", Assert.Throws<VadException>(() => Estimator(path).Fit(ClipRows.Of(_ml, ("a", 6)))).Message);

        Assert.Contains("Path is not set", Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip("Caption", "Clip", new CaptionFile())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaveLoad_FileGone_GivesTheSameCaptionsAndDescribesThem()
    {
        string path = Write("c.jsonl", """{"video": "a", "frame": 4, "caption": "four"}""", """{"video": "a", "frame": 6, "caption": "six"}""");
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        VadModel.Save(_ml, Estimator(path).Fit(rows), rows.Schema, Path.Combine(_folder, "m.zip"));
        File.Delete(path);

        VadModel model = VadModel.Load(_ml, Path.Combine(_folder, "m.zip"));

        Assert.Equal(["four", "four", "six", "six", "six"], model.Transformer.Transform(rows).Captions());
        PartDescription part = model.Describe().Single();
        Assert.Equal("MlNetVad.ClipCaption", part.Component);
        Assert.Contains(part.Settings, s => s is { Key: "captions", Value: "2 of 1 video" });
        Assert.IsType<ClipCaptionTransformer>(Assert.Single(model.Parts));
    }

    private string[] Captions(string path, params (string Id, int Frames)[] videos) => Estimator(path).CaptionsOf(ClipRows.Of(_ml, videos));

    private ClipCaptionEstimator Estimator(string path) => _ml.Transforms.CaptionClip("Caption", "Clip", new CaptionFile { Path = path });

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
