using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Tests.Video;
using MlNetVad.Video;

namespace MlNetVad.Tests.Transforms;

/// <summary>Clips of objects, responses to actions, and where a short clip moves.</summary>
public sealed class ObjectClipsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void CropObjects_GeneratedScene_KeepsTheEstimatorContract()
    {
        IDataView objects = Objects();
        EstimatorContract.Check(_ml, _ml.Transforms.CropObjects(Small()), objects, _ml.Transforms.DropColumns("Objects").Fit(objects).Transform(objects));
    }

    [Fact]
    public void CropObjects_BoxOverTheEdge_GivesItsPixelsInEveryFrame()
    {
        // three frames of 20 x 20 whose left half has the brightness 10, 20, 30, and whose right half is 200
        byte[][] frames = [.. Enumerable.Range(1, 3).Select(f => Enumerable.Range(0, 400).Select(i => (byte)(i % 20 < 10 ? 10 * f : 200)).ToArray())];
        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("three", frames, new FrameFormat(20, 20)), new VideoOptions { ClipLength = 3, Target = ClipTarget.Middle });
        IDataView rows = WithObjects(clips, [-4, 2, 8, 10, 1, 0, 12, 2, 6, 6, 1, 0]);
        IDataView cropped = _ml.Transforms.CropObjects(Small()).Fit(rows).Transform(rows);

        byte[] clip = cropped.GetColumn<byte[]>("ObjectClips").Single();
        Assert.Equal("Vector<Byte, *, 3, 3, 16, 16>", cropped.Schema["ObjectClips"].Type.ToString());
        Assert.Equal(Enumerable.Repeat((byte)10, 768).Concat(Enumerable.Repeat((byte)20, 768)).Concat(Enumerable.Repeat((byte)30, 768)), clip[..2304]);
        Assert.All(clip[2304..], value => Assert.Equal(200, value));
    }

    [Fact]
    public void CropObjects_OneFrameInFour_LeavesTheOthersEmptyAndKeepsTheBoxes()
    {
        ObjectClipsEstimator.Options options = Small();
        options.FramesPerTurn = 4;
        IDataView objects = Objects();
        IDataView cropped = _ml.Transforms.CropObjects(options).Fit(objects).Transform(objects);
        int[] clips = [.. cropped.GetColumn<byte[]>("ObjectClips").Select(c => c.Length)];
        float[][] boxes = [.. cropped.GetColumn<float[]>("ObjectClipsBoxes")], found = [.. objects.GetColumn<float[]>("Objects")];
        for (int i = 0; i < clips.Length; i++)
        {
            Assert.Subset(found[i / 4 * 4].Chunk(6).Select(box => string.Join(' ', box)).ToHashSet(), boxes[i].Chunk(6).Select(box => string.Join(' ', box)).ToHashSet());
            Assert.Equal(boxes[i / 4 * 4], boxes[i]);
            Assert.Equal(i % 4 == 0 ? boxes[i].Length / 6 * 3 * 768 : 0, clips[i]);
        }
    }

    [Fact]
    public void CropObjects_ObjectsThatShowTheSame_TheSurestStay()
    {
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(_ => new byte[400])];
        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("three", frames, new FrameFormat(20, 20)), new VideoOptions { ClipLength = 3, Target = ClipTarget.Middle });
        float[] wide = [0, 0, 10, 10, 0.5f, 0], sure = [1, 1, 9, 9, 0.9f, 0], other = [12, 12, 6, 6, 0.2f, 0];
        IDataView rows = WithObjects(clips, [.. wide, .. sure, .. other]);
        ObjectClipsEstimator.Options options = Small();
        Assert.Equal([.. sure, .. other], Boxes(options));
        options.MaximumOverlap = 0.9;
        Assert.Equal([.. sure, .. wide, .. other], Boxes(options));
        options.MaximumObjects = 1;
        Assert.Equal(sure, Boxes(options));

        float[] Boxes(ObjectClipsEstimator.Options chosen) => _ml.Transforms.CropObjects(chosen).Fit(rows).Transform(rows).GetColumn<float[]>("ObjectClipsBoxes").Single();
    }

    [Fact]
    public void CropObjects_MoreFramesThanTheClip_SaysWhatToDo()
    {
        IDataView objects = Objects();
        VadException e = Assert.Throws<VadException>(() => _ml.Transforms.CropObjects("ObjectClips", frames: 9).Fit(objects));
        Assert.Contains("ClipLength = 9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RespondToActions_KnownVectors_GivesTheirCosines()
    {
        IDataView rows = Features([3, 4, 0, 0]);
        ActionResponseEstimator respond = _ml.Transforms.RespondToActions("Responses", "Features", ["x", "y"], [2, 0, 0, 0.5f]);
        EstimatorContract.Check(_ml, respond, rows, _ml.Transforms.DropColumns("Features").Fit(rows).Transform(rows));
        Assert.Equal([0.6f, 0.8f, 0, 0], respond.Fit(rows).Transform(rows).GetColumn<float[]>("Responses").Single());
        Assert.Throws<VadException>(() => _ml.Transforms.RespondToActions("Responses", "Features", ["x", "y"], [1, 2, 3]));
        Assert.Contains("'y'", Assert.Throws<VadException>(() => _ml.Transforms.RespondToActions("Responses", "Features", ["x", "y"], [1, 1, 0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActionClips_Generated_HaveFiveActionsAndTheBoxOfWhatMoves()
    {
        IDataView clips = ActionClips.Load(_ml, "synthetic:actions?seed=3&clips=2");
        string[] actions = [.. clips.GetColumn<string>("Action")];
        float[][] boxes = [.. clips.GetColumn<float[]>("Objects")];
        Assert.Equal(["jumping", "riding a bicycle", "running", "walking", "waving"], actions.Distinct().Order(StringComparer.Ordinal));
        Assert.All(boxes, box => Assert.Equal(6, box.Length));
        Assert.All(boxes, box => Assert.InRange(box[2] * box[3], 50, 0.6 * 320 * 240));   // a figure and its way, not the picture
    }

    [Fact]
    public void ActionClips_FolderWithoutActions_SaysWhatIsExpected()
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-").FullName;
        Assert.Contains("one for each action", Assert.Throws<VadException>(() => ActionClips.Load(_ml, folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder);
        Assert.Contains("no folder", Assert.Throws<VadException>(() => ActionClips.Load(_ml, folder)).Message, StringComparison.Ordinal);
        Assert.Contains("'clips=0'", Assert.Throws<VadException>(() => ActionClips.Load(_ml, "synthetic:actions?clips=0")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActionClips_Table_NamesClipsAndTheirActions()
    {
        using var folder = new TempFolder();
        TestMedia.Images(folder, "a/one", 12);
        TestMedia.Images(folder, "b/two", 12);
        string table = folder.Write("actions.csv", "video,action\na/one,walking\nb/two,\"running, fast\"\n");
        Assert.Equal(["walking", "running, fast"], ActionClips.Load(_ml, table, frames: 3).GetColumn<string>("Action").Distinct());
        Assert.Equal(["walking", "running, fast"], ActionClips.Names(table));

        Assert.Contains("'gone' (line 3)", Refused("video,action\na/one,walking\ngone,running\n"), StringComparison.Ordinal);
        Assert.Contains("has 1 action;", Refused("video,action\na/one,walking\nb/two,walking\n"), StringComparison.Ordinal);
        Assert.Contains("lacks its header", Refused("a/one,walking\n"), StringComparison.Ordinal);
        Assert.Contains("in line 2", Refused("video,action\na/one,\n"), StringComparison.Ordinal);

        string Refused(string text) => Assert.Throws<VadException>(() => ActionClips.Load(_ml, folder.Write("bad.csv", text))).Message;
    }

    private static ObjectClipsEstimator.Options Small() => new() { Frames = 3, Size = 16, Target = ClipTarget.Middle };

    private IDataView Objects()
    {
        IDataView clips = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?videos=1&frames=16"), new VideoOptions { ClipLength = 5, Target = ClipTarget.Middle });
        return _ml.Transforms.DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Target = ClipTarget.Middle }).Fit(clips).Transform(clips);
    }

    private IDataView WithObjects(IDataView clips, float[] boxes)
    {
        var outputs = SchemaDefinition.Create(typeof(Boxes));
        outputs[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        return _ml.Transforms.CustomMapping<Nothing, Boxes>((_, row) => row.Objects = new VBuffer<float>(boxes.Length, boxes), null, outputSchemaDefinition: outputs).Fit(clips).Transform(clips);
    }

    private IDataView Features(float[] values)
    {
        var shape = SchemaDefinition.Create(typeof(Bag));
        shape[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 2);
        return _ml.Data.LoadFromEnumerable([new Bag { Features = new VBuffer<float>(values.Length, values) }], shape);
    }

    private sealed class Nothing
    {
    }

    private sealed class Boxes
    {
        public VBuffer<float> Objects { get; set; }
    }

    private sealed class Bag
    {
        public VBuffer<float> Features { get; set; }
    }
}
