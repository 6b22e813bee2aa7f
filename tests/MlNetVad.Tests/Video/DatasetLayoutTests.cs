using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Video;

public sealed class DatasetLayoutTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(VadDatasetKind.UcsdPed1, "UCSDped1.m")]
    [InlineData(VadDatasetKind.UcsdPed2, "UCSDped2.m")]
    [InlineData(VadDatasetKind.UcsdPed2, "Test/UCSDped2.m")]
    public void Open_UcsdOfficial_HasVideosLabelsAndMasks(VadDatasetKind kind, string labelFile)
    {
        TestMedia.RequireFfmpeg();
        OfficialUcsd();
        _folder.Write(labelFile, "TestVideoFile{end+1}.gt_frame = [2:3];\nTestVideoFile{end+1}.gt_frame = [4:4];");
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.StartsWith(kind.ToString(), test.Name);
        Assert.Equal(["Test001", "Test002"], test.Videos.Select(v => v.Id));
        Assert.Equal([0, 1, 1, 0], test.Videos[0].Labels!);
        Assert.Equal([0, 0, 0, 1], test.Videos[1].Labels!);
        Assert.True(test.Videos[0].HasMasks);
        Assert.Equal([0, 1, 1, 0], TestMedia.ReadAll(test.Videos[0].OpenMasks()!).Select(m => m.Max()));
        Assert.False(test.Videos[1].HasMasks);
        Assert.Null(test.Videos[1].OpenMasks());
        Assert.Contains("2 videos with 8 frames here but", test.CountWarning);
        VideoSource train = VadDataset.Open(_folder.Path, VadSplit.Train);
        Assert.Equal([0, 0, 0], Assert.Single(train.Videos).Labels!);
    }

    [Fact]
    public void Open_UcsdOfficialWithoutLabelFile_TakesTheMasks()
    {
        TestMedia.RequireFfmpeg();
        OfficialUcsd();
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Equal([0, 1, 1, 0], test.Videos[0].Labels!);
        Assert.Null(test.Videos[1].Labels);
        Assert.Equal(float.NaN, test.Videos[1].LabelOf(0));
    }

    [Fact]
    public void Open_UcsdCommon_HasVideosLabelsAndMasks()
    {
        TestMedia.RequireFfmpeg();
        Frames("training/frames/01", 3);
        Frames("testing/frames/01", 4);
        Frames("testing/frames/02", 4);
        Masks("masks/02", [1, 0, 0, 0]);
        LabelFiles.Mat(_folder.At("ped2.mat"), LabelFiles.Compress(LabelFiles.Cells("gt", LabelFiles.SmallMatrix("", 2, 1, 3, 4), LabelFiles.SmallMatrix("", 2, 1, 1, 1))));
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Equal("UcsdPed2 test", test.Name);
        Assert.Equal([0, 0, 1, 1], test.Videos[0].Labels!);
        Assert.Equal([1, 0, 0, 0], test.Videos[1].Labels!);
        Assert.Equal([1, 0, 0, 0], TestMedia.ReadAll(test.Videos[1].OpenMasks()!).Select(m => m.Max()));
        Assert.Equal(10, test.Videos[0].FramesPerSecond);
        Assert.Equal(3, VadDataset.Open(_folder.Path, VadSplit.Train).FrameCount);
    }

    [Fact]
    public void Open_LabelsForAnotherNumberOfVideos_IsAnError()
    {
        Frames("testing/frames/01", 4);
        LabelFiles.Mat(_folder.At("ped2.mat"), LabelFiles.Cells("gt", LabelFiles.SmallMatrix("", 2, 1, 3, 4), LabelFiles.SmallMatrix("", 2, 1, 1, 1)));
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Contains("labels 2 videos, but there is 1;", TestMedia.Error(() => _ = test.Videos[0].Labels));
    }

    [Fact]
    public void Labels_PastTheEndOfTheVideo_NamesVideoAndBothLengths()
    {
        Frames("testing/frames/01", 4);
        _folder.Write("UCSDped2.m", "TestVideoFile{end+1}.gt_frame = [2:9];");
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Contains("Video '01' has 4 frames but its labels name the anomalous frames 1 to 8", TestMedia.Error(() => _ = test.Videos[0].Labels));
    }

    [Theory]
    [InlineData("training_videos", "testing_videos", "ground_truth_demo/testing_label_mask")]
    [InlineData("training/videos", "testing/videos", "testing_label_mask")]
    public void Open_Avenue_HasVideosLabelsAndMasks(string training, string testing, string masks)
    {
        TestMedia.Video(_folder.At($"{training}/01.avi"), frames: 5);
        TestMedia.Video(_folder.At($"{testing}/01.avi"), frames: 3);
        TestMedia.Video(_folder.At($"{testing}/02.avi"), frames: 2);
        byte[] empty = LabelFiles.ByteMatrix("", 2, 2, 0, 0, 0, 0), marked = LabelFiles.ByteMatrix("", 2, 2, 0, 1, 0, 0);
        LabelFiles.Mat(_folder.At($"{masks}/1_label.mat"), LabelFiles.Compress(LabelFiles.Cells("volLabel", empty, marked, empty)));
        LabelFiles.Mat(_folder.At($"{masks}/2_label.mat"), LabelFiles.Compress(LabelFiles.Cells("volLabel", marked, empty)));
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Equal("CuhkAvenue test", test.Name);
        Assert.Equal([0, 1, 0], test.Videos[0].Labels!);
        Assert.Equal([1, 0], test.Videos[1].Labels!);
        Assert.Equal([0, 0, 1, 0], TestMedia.ReadAll(test.Videos[0].OpenMasks()!)[1]);
        Assert.Contains("2 videos here but 21 with 15324", test.CountWarning);
        Assert.Equal(5, VadDataset.Open(_folder.Path, VadSplit.Train).ExpectedFrameCount);
    }

    [Fact]
    public void Open_AvenueWithoutALabelFile_NamesIt()
    {
        _folder.Write("testing_videos/07.avi", "");
        _folder.Write("ground_truth_demo/testing_label_mask/1_label.mat", "");
        Assert.Contains("'7_label.mat'", TestMedia.Error(() => VadDataset.Open(_folder.Path, VadSplit.Test)));
    }

    [Fact]
    public void Open_ShanghaiTech_HasVideosLabelsAndMasks()
    {
        TestMedia.Video(_folder.At("training/videos/01_001.avi"), frames: 5);
        Frames("testing/frames/01_0014", 3);
        LabelFiles.Npy(_folder.At("testing/test_frame_mask/01_0014.npy"), "|i1", "(3,)", [0, 1, 1]);
        LabelFiles.Npy(_folder.At("testing/test_pixel_mask/01_0014.npy"), "|u1", "(3, 1, 2)", [0, 0, 0, 1, 1, 1]);
        VideoSource test = VadDataset.Open(_folder.Path, VadSplit.Test);
        VadVideo video = Assert.Single(test.Videos);
        Assert.Equal(("ShanghaiTech test", "01_0014"), (test.Name, video.Id));
        Assert.Equal([0, 1, 1], video.Labels!);
        Assert.Equal([[0, 0], [0, 1], [1, 1]], TestMedia.ReadAll(video.OpenMasks()!));
        Assert.Equal("01_001", Assert.Single(VadDataset.Open(_folder.Path, VadSplit.Train).Videos).Id);
    }

    [Fact]
    public void Open_VideoFolder_MixesFilesAndFoldersWithLabels()
    {
        TestMedia.Video(_folder.At("b.mp4"), frames: 4);
        Frames("a", 3);
        _folder.Write("labels.csv", "video,first,last\na,1,1\nb.mp4,3,3\n");
        VideoSource source = VideoSource.FromPath(_folder.Path);
        Assert.Equal(["a", "b"], source.Videos.Select(v => v.Id));
        Assert.Equal([0, 1, 0], source.Videos[0].Labels!);
        Assert.Null(source.Videos[1].Labels);
        Assert.Equal((0, 1), (source.Videos[1].LabelOf(2), source.Videos[1].LabelOf(3)));
    }

    [Fact]
    public void Open_VideoFolderWithParts_TakesThePart()
    {
        Frames("train/x", 3);
        Frames("test/y", 2);
        Assert.Equal("x", VadDataset.Open(_folder.Path, VadSplit.Train).Videos[0].Id);
        Assert.Equal("y", VadDataset.Open(_folder.Path, VadSplit.Test).Videos[0].Id);
    }

    [Fact]
    public void Open_VideoFolderWithTrainingVideoOnly_HasNothingToTest()
    {
        Frames("train/x", 3);

        Assert.Single(VadDataset.Open(_folder.Path, VadSplit.Train).Videos);
        Assert.Empty(VadDataset.Open(_folder.Path, VadSplit.Test).Videos);
    }

    [Fact]
    public void Open_LabelsForAStranger_NamesIt()
    {
        Frames("a", 3);
        _folder.Write("labels.csv", "video,first,last\nz,1,1\n");
        Assert.Contains("names the video 'z'", TestMedia.Error(() => _ = VideoSource.FromPath(_folder.Path).Videos[0].Labels));
    }

    [Fact]
    public void Open_MissingFolderOrPart_SaysWhatWasExpected()
    {
        Assert.Contains("does not exist", TestMedia.Error(() => VadDataset.Open("/no/such/set", VadSplit.Test)));
        Assert.Contains("none of the folders Test, testing/frames", TestMedia.Error(() => VadDataset.Open(_folder.Path, VadSplit.Test, VadDatasetKind.UcsdPed2)));
    }

    [Fact]
    public void FromPath_FolderOfImages_IsOneVideo()
    {
        Frames("clip7", 3);
        VadVideo video = Assert.Single(VideoSource.FromPath(_folder.At("clip7")).Videos);
        Assert.Equal(("clip7", 3, null), (video.Id, video.FrameCount!.Value, video.FramesPerSecond));
    }

    private void OfficialUcsd()
    {
        Frames("Train/Train001", 3);
        Frames("Test/Test001", 4);
        Frames("Test/Test002", 4);
        _folder.Write("Test/Test001/._001.tif", "a Mac was here");
        Masks("Test/Test001_gt", [0, 1, 1, 0]);
    }

    private void Frames(string relative, int count) => TestMedia.Images(_folder, relative, count);

    private void Masks(string relative, int[] marked)
    {
        for (int i = 0; i < marked.Length; i++)
        {
            TestMedia.Bmp(_folder.At($"{relative}/{i + 1:000}.bmp"), TestMedia.Width, TestMedia.Height, marked[i] == 1);
        }
    }
}
