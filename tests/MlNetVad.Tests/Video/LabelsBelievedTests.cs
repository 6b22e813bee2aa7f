using System.Runtime.InteropServices;
using MlNetVad.Video;
using MlNetVad.Video.Labels;

namespace MlNetVad.Tests.Video;

/// <summary>Label files that say something else than they seem to.</summary>
public sealed class LabelsBelievedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void For_RowsUnderIdAndFileName_TakesThemAll()
    {
        CsvLabels ranges = CsvLabels.Read(_folder.Write("r.csv", "video,first,last\n01.mp4,0,1\n01,4,5\n"));
        Assert.Equal([1, 1, 0, 0, 1, 1], ranges.For("01", "01.mp4")!.Expand(6)!);

        CsvLabels rows = CsvLabels.Read(_folder.Write("f.csv", "video,frame,label\n01.mp4,0,1\n01,1,0\n01,2,1\n"));
        Assert.Equal([1, 0, 1], rows.For("01", "01.mp4")!.Expand(3)!);
    }

    [Fact]
    public void For_OneFrameUnderTwoNames_IsRefused()
    {
        CsvLabels rows = CsvLabels.Read(_folder.Write("f.csv", "video,frame,label\n01.mp4,0,1\n01,0,1\n"));
        Assert.Contains("frame 0 of one video twice, under '01' and '01.mp4'", TestMedia.Error(() => rows.For("01", "01.mp4")));
    }

    [Fact]
    public void ReadLabels_MinusOne_IsRefusedByFrame()
    {
        LabelFiles.Npy(_folder.At("a.npy"), "|i1", "(3,)", [1, 0xFF, 1]);
        Assert.Contains("labels frame 1 with -1; expected 0 for normal, 1 for anomalous or NaN", TestMedia.Error(() => NpyFile.ReadLabels(_folder.At("a.npy"))));
    }

    [Theory]
    [InlineData("<i8", 256)]
    [InlineData("<u8", 255)]
    public void ReadLabels_OtherNumbers_AreRefused(string type, long value)
    {
        LabelFiles.Npy(_folder.At("a.npy"), type, "(1,)", MemoryMarshal.AsBytes<long>([value]).ToArray());
        Assert.Contains($"labels frame 0 with {value}", TestMedia.Error(() => NpyFile.ReadLabels(_folder.At("a.npy"))));
    }

    [Fact]
    public void ReadLabels_NaNAndMinusZero_AreUnknownAndNormal()
    {
        LabelFiles.Npy(_folder.At("f.npy"), "<f4", "(4,)", MemoryMarshal.AsBytes<float>([0, float.NaN, 1, -0f]).ToArray());
        LabelFiles.Npy(_folder.At("d.npy"), "<f8", "(4,)", MemoryMarshal.AsBytes<double>([0, double.NaN, 1, -0.0]).ToArray());
        LabelFiles.Npy(_folder.At("h.npy"), "<f2", "(4,)", MemoryMarshal.AsBytes<Half>([(Half)0, Half.NaN, (Half)1, Half.NegativeZero]).ToArray());
        Assert.All("fdh", name => Assert.Equal([0, float.NaN, 1, 0], NpyFile.ReadLabels(_folder.At($"{name}.npy")).Expand(null)!));
    }

    [Theory]
    [InlineData("(99999999999,)", "its shape is")]
    [InlineData("(1 2,)", "its shape is")]
    [InlineData("(2000000000,)", "ends before")]
    [InlineData("(70000, 70000)", "ends before")]
    [InlineData("(65536, 65536)", "ends before")]
    public void NpyOpen_ShapeThatTheFileCannotHold_IsRefusedBeforeMemoryIsTaken(string shape, string expected)
    {
        LabelFiles.Npy(_folder.At("a.npy"), "<f4", shape, new byte[8]);
        Assert.Contains(expected, TestMedia.Error(() => NpyFile.ReadLabels(_folder.At("a.npy"))));
    }

    [Fact]
    public void Masks_NegativeOrNaN_AreRefused()
    {
        LabelFiles.Npy(_folder.At("m.npy"), "<f4", "(1, 1, 2)", MemoryMarshal.AsBytes<float>([-0f, float.NaN]).ToArray());
        Assert.Contains("has the value NaN", TestMedia.Error(() => TestMedia.ReadAll(new NpyMaskSource(_folder.At("m.npy")).Open(default, CancellationToken.None))));

        LabelFiles.Mat(_folder.At("m.mat"), LabelFiles.Cells("volLabel", LabelFiles.Matrix("", 1, 2, -0.0, -1)));
        Assert.Contains("has the value -1", TestMedia.Error(() => new MatMaskSource(_folder.At("m.mat"), "volLabel").ReadLabels()));
        Assert.Contains("has the value -1", TestMedia.Error(() => TestMedia.ReadAll(new MatMaskSource(_folder.At("m.mat"), "volLabel").Open(default, CancellationToken.None))));
    }

    [Fact]
    public void FromFrames_OtherNumbers_AreRefused() => Assert.Contains(
        "The array of video 'v' labels frame 1 with 2",
        TestMedia.Error(() => VideoSource.FromFrames("v", [new byte[4], new byte[4]], new FrameFormat(2, 2, 1), labels: [0, 2])));

    [Fact]
    public void Labels_RowAFrameCountedFromOne_SaysSo()
    {
        TestMedia.Images(_folder, "set/a", 4);
        _folder.Write("set/labels.csv", "video,frame,label\na,1,0\na,2,0\na,3,1\na,4,0\n");
        Assert.Equal(
            "Video 'a' has 4 frames, which its labels number from 1 to 4; frames are counted from 0: subtract 1 from each number.",
            TestMedia.Error(() => _ = Only("set").Labels));
    }

    [Theory]
    [InlineData("a,0,1\n", "has 4 frames, 0 to 3, but its labels number them from 0 to 0;")]
    [InlineData("a,0,1\na,2147483647,1\n", "has 4 frames, 0 to 3, but its labels number them from 0 to 2147483647;")]
    public void Labels_RowsForAnotherLength_SayWhichFrames(string rows, string expected)
    {
        TestMedia.Images(_folder, "set/a", 4);
        _folder.Write("set/labels.csv", "video,frame,label\n" + rows);
        Assert.Contains(expected, TestMedia.Error(() => _ = Only("set").Labels));
    }

    [Fact]
    public void Labels_RangesToTheNumberOfFrames_SuggestCountingFromOne()
    {
        TestMedia.Images(_folder, "set/a", 4);
        _folder.Write("set/labels.csv", "video,first,last\na,2,4\n");
        Assert.Contains("if the labels count from 1, subtract 1", TestMedia.Error(() => _ = Only("set").Labels));
    }

    [Fact]
    public void LabelNote_RangesThatEndInside_SayHowTheyWereCounted()
    {
        TestMedia.Images(_folder, "set/a", 4);
        TestMedia.Images(_folder, "set/b", 4);
        TestMedia.Images(_folder, "set/c", 4);
        _folder.Write("set/labels.csv", "video,first,last\na,2,3\n");
        VideoSource source = VideoSource.FromPath(_folder.At("set"));

        Assert.Contains("the ranges of labels.csv are taken as counted from 0", source.LabelNote, StringComparison.Ordinal);
        Assert.Contains("2 of 3 videos have no row in labels.csv and count as normal throughout", source.LabelNote, StringComparison.Ordinal);

        _folder.Write("set/labels.csv", "video,first,last\na,0,1\nb,1,1\nc,2,2\n");
        Assert.Null(VideoSource.FromPath(_folder.At("set")).LabelNote);
    }

    [Fact]
    public void LabelNote_RowsAFrame_CountsTheUnlabelled()
    {
        TestMedia.Images(_folder, "set/a", 1);
        TestMedia.Images(_folder, "set/b", 1);
        _folder.Write("set/labels.csv", "video,frame,label\na,0,1\n");
        Assert.Equal("1 of 2 videos has no row in labels.csv and stays unlabelled", VideoSource.FromPath(_folder.At("set")).LabelNote);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 3, 4 }, "a,2,3", false)]
    [InlineData(new[] { 0, 1, 3, 4 }, "a,0,1", true)]
    [InlineData(new[] { 1, 2, 3, 4 }, "a,2,3", true)]
    [InlineData(new[] { 500, 505, 510, 515 }, "a,2,3", true)]
    public void Labels_PicturesNumberedWithAGap_AreNotGuessed(int[] numbers, string range, bool clear)
    {
        foreach (int number in numbers)
        {
            TestMedia.Pgm(_folder.At($"set/a/cam2_{number:000}.pgm"), 8, 8, (_, _) => 0);
        }

        _folder.Write("set/labels.csv", $"video,first,last\n{range}\n");
        if (clear)
        {
            Assert.Equal(4, Only("set").Labels!.Count);
            return;
        }

        Assert.Contains("(cam2_001.pgm is followed by cam2_003.pgm)", TestMedia.Error(() => _ = Only("set").Labels));
        _folder.Write("set/labels.csv", "video,frame,label\na,0,0\na,1,0\na,2,1\na,3,1\n");
        Assert.Equal([0, 0, 1, 1], Only("set").Labels!);
    }

    private VadVideo Only(string folder) => Assert.Single(VideoSource.FromPath(_folder.At(folder)).Videos);
}
