using System.Runtime.InteropServices;
using MlNetVad.Video;
using MlNetVad.Video.Labels;

namespace MlNetVad.Tests.Video;

public sealed class LabelReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadM_SeveralRanges_AreZeroBasedInclusive()
    {
        string path = _folder.Write("a.m", "TestVideoFile = {};\nTestVideoFile{end+1}.gt_frame = [2:3, 6:6];\n% TestVideoFile{end+1}.gt_frame = [1:9];\nTestVideoFile{end+1}.gt_frame = [1:2 5];\nTestVideoFile{end+1}.gt_frame = [];");
        FrameLabels[] labels = RangeLabels.ReadM(path);
        Assert.Equal(3, labels.Length);
        Assert.Equal([0, 1, 1, 0, 0, 1], labels[0].Expand(6)!);
        Assert.Equal([1, 1, 0, 0, 1, 0], labels[1].Expand(6)!);
        Assert.Equal([0, 0, 0], labels[2].Expand(3)!);
        Assert.Null(labels[0].Expand(null));
    }

    [Fact]
    public void ReadM_OtherText_SaysWhatWasExpected() =>
        Assert.Contains("gt_frame", TestMedia.Error(() => RangeLabels.ReadM(_folder.Write("a.m", "x = 1;"))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadMat_CellsOfRanges_AreZeroBasedInclusive(bool compressed)
    {
        byte[] gt = LabelFiles.Cells("gt",
            LabelFiles.SmallMatrix("", 2, 1, 2, 3),
            LabelFiles.Matrix("", 2, 2, 1, 2, 4, 5),
            LabelFiles.Matrix("", 1, 2, 300, 301),
            LabelFiles.Matrix("", 0, 0));
        LabelFiles.Mat(_folder.At("a.mat"), LabelFiles.SmallMatrix("other", 1, 1, 7), compressed ? LabelFiles.Compress(gt) : gt);
        FrameLabels[] labels = RangeLabels.ReadMat(_folder.At("a.mat"));
        Assert.Equal([0, 1, 1, 0], labels[0].Expand(4)!);
        Assert.Equal([1, 1, 0, 1, 1], labels[1].Expand(5)!);
        Assert.Equal((0, 1, 1), (labels[2].At(298), labels[2].At(299), labels[2].At(300)));
        Assert.Equal([0, 0], labels[3].Expand(2)!);
    }

    [Fact]
    public void MatFile_Structure_HasItsFields()
    {
        LabelFiles.Mat(_folder.At("a.mat"), LabelFiles.Compress(LabelFiles.Structure("s", "speed", LabelFiles.Matrix("", 1, 3, 1.5, -2, 1e9))));
        MatArray structure = Assert.Single(MatFile.Read(_folder.At("a.mat")));
        (string name, MatArray value) = Assert.Single(structure.Fields!);
        Assert.Equal(("s", "speed"), (structure.Name, name));
        Assert.Equal([1.5, -2, 1e9], [value[0], value[1], value[2]]);
    }

    [Theory]
    [InlineData(100, "cannot be read as a MATLAB file")]
    [InlineData(150, "cannot be read as a MATLAB file")]
    [InlineData(190, "cannot be read as a MATLAB file")]
    public void MatFile_CutFile_IsAnError(int length, string expected)
    {
        LabelFiles.Mat(_folder.At("a.mat"), LabelFiles.Cells("gt", LabelFiles.Matrix("", 2, 2, 1, 2, 4, 5)));
        byte[] whole = File.ReadAllBytes(_folder.At("a.mat"));
        File.WriteAllBytes(_folder.At("a.mat"), whole[..length]);
        Assert.Contains(expected, TestMedia.Error(() => RangeLabels.ReadMat(_folder.At("a.mat"))));
    }

    [Fact]
    public void MatFile_Version73_SaysHowToSaveIt()
    {
        _folder.Write("a.mat", "MATLAB 7.3 MAT-file, Platform: GLNXA64".PadRight(200));
        Assert.Contains("save it with '-v7'", TestMedia.Error(() => MatFile.Read(_folder.At("a.mat"))));
    }

    [Theory]
    [InlineData("|b1", 1)]
    [InlineData("|u1", 2)]
    public void ReadLabels_BytesOfVersion_AreLabels(string type, byte version)
    {
        LabelFiles.Npy(_folder.At("a.npy"), type, "(4,)", [0, 1, 1, 0], version);
        Assert.Equal([0, 1, 1, 0], NpyFile.ReadLabels(_folder.At("a.npy")).Expand(null)!);
    }

    [Fact]
    public void ReadLabels_IntegersAndFloats_AreLabels()
    {
        LabelFiles.Npy(_folder.At("i.npy"), "<i8", "(1, 3)", MemoryMarshal.AsBytes<long>([0, 1, 1]).ToArray());
        LabelFiles.Npy(_folder.At("f.npy"), "<f4", "(3,)", MemoryMarshal.AsBytes<float>([0, 1, 0]).ToArray());
        Assert.Equal([0, 1, 1], NpyFile.ReadLabels(_folder.At("i.npy")).Expand(null)!);
        Assert.Equal([0, 1, 0], NpyFile.ReadLabels(_folder.At("f.npy")).Expand(null)!);
    }

    [Theory]
    [InlineData("<i8", "(1,)", "True", "Fortran")]
    [InlineData(">i8", "(1,)", "False", "little-endian")]
    [InlineData("<i8", "(2,)", "False", "ends before")]
    [InlineData("<i2", "(1, 2, 1, 2)", "False", "one label a frame")]
    public void ReadLabels_OtherArrays_AreRefused(string type, string shape, string order, string expected)
    {
        LabelFiles.Npy(_folder.At("a.npy"), type, shape, new byte[8], order: order);
        Assert.Contains(expected, TestMedia.Error(() => NpyFile.ReadLabels(_folder.At("a.npy"))));
    }

    [Fact]
    public void NpyOpen_OtherFile_IsRefused()
    {
        _folder.Write("a.npy", "this is no array at all");
        Assert.Contains("does not begin as one", TestMedia.Error(() => NpyFile.Open(_folder.At("a.npy"))));
        Assert.Contains("cannot be read", TestMedia.Error(() => NpyFile.Open(_folder.At("missing.npy"))));
    }

    [Fact]
    public void CsvRead_RowAFrame_LeavesTheUnnamedUnknown()
    {
        CsvLabels csv = CsvLabels.Read(_folder.Write("a.csv", "Video, Frame ,label\na,0,0\na,3,1\na,1,\n\"b,c\",0,1\n"));
        Assert.Equal([0, float.NaN, float.NaN, 1], csv.For("a")!.Expand(4)!);
        Assert.Equal([1], csv.For("x", "b,c")!.Expand(1)!);
        Assert.Null(csv.For("a")!.Expand(null));
        Assert.Null(csv.For("d"));
    }

    [Fact]
    public void CsvRead_Ranges_MakeAllElseNormal()
    {
        CsvLabels csv = CsvLabels.Read(_folder.Write("a.csv", "video,first,last\na,1,2\na,4,4\n"));
        Assert.Equal([0, 1, 1, 0, 1, 0], csv.For("a")!.Expand(6)!);
        Assert.Equal([0, 0], csv.For("b")!.Expand(2)!);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("video,score\na,1\n", "expected the columns video,frame,label or video,first,last")]
    [InlineData("video,frame,label\na,0,2\n", "line 2, has label '2'")]
    [InlineData("video,frame,label\na,-1,1\n", "frame '-1'")]
    [InlineData("video,frame,label\na,1,1\na,1,0\n", "a second time")]
    [InlineData("video,first,last\na,5,4\n", "the range 5 to 4")]
    public void CsvRead_WrongTable_SaysWhereAndWhat(string text, string expected) =>
        Assert.Contains(expected, TestMedia.Error(() => CsvLabels.Read(_folder.Write("a.csv", text))));

    [Fact]
    public void ImageMasks_AnyPixelNotBlack_IsAnomalous()
    {
        TestMedia.RequireFfmpeg();
        for (int i = 0; i < 4; i++)
        {
            TestMedia.Bmp(_folder.At($"m/{i}.bmp"), 10, 8, marked: i is 1 or 2);
        }

        var masks = new ImageMaskSource(_folder.At("m"));
        Assert.Equal([0, 1, 1, 0], masks.ReadLabels().Expand(null)!);
        List<byte[]> native = TestMedia.ReadAll(masks.Open(default, CancellationToken.None));
        Assert.Equal(12, native[1].Count(v => v == 1));
        Assert.Equal(1, native[1][(1 * 10) + 2]);
        List<byte[]> doubled = TestMedia.ReadAll(masks.Open(new FrameFormat(16, 20, 3), CancellationToken.None));
        Assert.Equal(48, doubled[1].Count(v => v == 1));
        Assert.Equal(320, doubled[1].Length);
    }

    [Fact]
    public void NpyMasks_FramesHeightWidth_AreRead()
    {
        LabelFiles.Npy(_folder.At("m.npy"), "|u1", "(2, 2, 3)", [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1]);
        var masks = new NpyMaskSource(_folder.At("m.npy"));
        Assert.Equal(2, masks.Count);
        Assert.Equal([[0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 1]], TestMedia.ReadAll(masks.Open(default, CancellationToken.None)));
    }

    [Fact]
    public void MatMasks_ColumnOrder_BecomesRows()
    {
        byte[] cells = LabelFiles.Cells("volLabel", LabelFiles.ByteMatrix("", 2, 3, 0, 1, 0, 0, 0, 0), LabelFiles.ByteMatrix("", 2, 3, new byte[6]), LabelFiles.ByteMatrix("", 2, 3, 0, 0, 1, 0, 0, 1));
        LabelFiles.Mat(_folder.At("m.mat"), LabelFiles.Compress(cells));
        var masks = new MatMaskSource(_folder.At("m.mat"), "volLabel");
        Assert.Equal([1, 0, 1], masks.ReadLabels().Expand(null)!);
        Assert.Equal([[0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 1]], TestMedia.ReadAll(masks.Open(default, CancellationToken.None)));
        Assert.Contains("has no cell array 'other'", TestMedia.Error(() => new MatMaskSource(_folder.At("m.mat"), "other").ReadLabels()));
    }

    [Fact]
    public void CheckLength_OtherLength_NamesVideoAndBothLengths()
    {
        Assert.Contains("Video 'v' has 3 frames but 2 labels", TestMedia.Error(() => FrameLabels.PerFrame([0, 1]).CheckLength("v", 3)));
        Assert.Contains("Video 'v' has 3 frames but its labels name the anomalous frames 1 to 3", TestMedia.Error(() => FrameLabels.Ranges([(1, 3)]).CheckLength("v", 3)));
    }
}
