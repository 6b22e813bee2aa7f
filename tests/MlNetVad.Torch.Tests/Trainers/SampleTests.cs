using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Torch.Trainers.Samples;
using MlNetVad.Torch.Trainers.Training;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>The way of a clip from the video to a batch.</summary>
public sealed class SampleTests
{
    private static readonly PictureSize Size = new(1, 8, 12);

    [Fact]
    public void Spool_OverlappingClips_GivesEachClipBack()
    {
        byte[][] frames = [.. Enumerable.Range(0, 9).Select(i => Frame(i))];
        var pictures = new ClipPictures(new ClipShape(3, 8, 12, 1), Size);
        using var spool = new SampleSpool(null, 3, Size, 2);
        int[] starts = [0, 1, 2, 5, 6, 0];
        foreach (int start in starts)
        {
            spool.NextRow();
            pictures.Load([.. frames[start], .. frames[start + 1], .. frames[start + 2]]);
            spool.Add(pictures, [start, -start]);
        }

        byte[] planes = new byte[3 * Size.Elements];
        float[] text = new float[2];
        for (int i = starts.Length - 1; i >= 0; i--)
        {
            spool.ReadFrames(i, planes);
            spool.ReadText(i, text);
            Assert.Equal([.. frames[starts[i]], .. frames[starts[i] + 1], .. frames[starts[i] + 2]], planes);
            Assert.Equal([starts[i], -starts[i]], text);
        }
    }

    [Fact]
    public void Spool_Folder_IsEmptyAfterwards()
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-").FullName;
        using (var spool = new SampleSpool(folder, 3, Size, 0))
        {
            spool.NextRow();
            spool.Add(new byte[3 * Size.Elements], []);
            Assert.NotEmpty(Directory.GetFiles(folder));
        }

        Assert.Empty(Directory.GetFiles(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public void HeldOutRows_LongVideo_SharesNoFrameWithTraining()
    {
        using SampleSpool spool = Rows(400);
        var rows = new HeldOutRows(spool, 0.1);
        Assert.InRange(rows.HeldOut.Length, 36, 44);
        Assert.InRange(rows.Train.Length, 320, 360);
        Assert.All(rows.HeldOut, held => Assert.All(rows.Train, train => Assert.True(Math.Abs(held - train) >= spool.Length)));
    }

    [Fact]
    public void HeldOutRows_AHandfulOfClips_TrainsOnAll()
    {
        using SampleSpool spool = Rows(1);
        var rows = new HeldOutRows(spool, 0.1);
        Assert.Equal([0], rows.Train);
        Assert.Equal([0], rows.HeldOut);
    }

    [Fact]
    public void SampleOrder_AnEpoch_SeesEverySampleOnceInAnotherOrder()
    {
        int[] samples = [.. Enumerable.Range(100, 12)];
        var order = new SampleOrder(samples, 3, seed: 5);
        int[][] epochs = [.. Enumerable.Range(0, 2).Select(e => Enumerable.Range(0, order.StepsPerEpoch).SelectMany(s => order.Batch((e * order.StepsPerEpoch) + s).ToArray()).ToArray())];
        Assert.All(epochs, epoch => Assert.Equal(samples, epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(epochs[1][3..6], new SampleOrder(samples, 3, seed: 5).Batch(order.StepsPerEpoch + 1).ToArray());
    }

    [Fact]
    public void PseudoAnomalies_SameSample_ChangesTheSamePartOfTheClip()
    {
        var rand = new Random(1);
        byte[] clip = new byte[5 * 64 * 96];
        rand.NextBytes(clip);
        byte[] first = [.. clip], second = [.. clip];
        var pseudo = new PseudoAnomalies(new PictureSize(1, 64, 96), 5, crops: false);
        pseudo.Apply(7, first);
        pseudo.Apply(7, second);
        Assert.Equal(first, second);
        int changed = clip.Zip(first).Count(p => p.First != p.Second);
        Assert.InRange(changed, 10, clip.Length / 4);
    }

    [Fact]
    public void ObjectCrops_BoxOfTheWholePicture_IsThePictureItself()
    {
        byte[] clip = [.. Frame(3), .. Frame(4)];
        byte[] planes = new byte[2 * Size.Elements];
        new ObjectCrops(new ClipShape(2, 8, 12, 1), Size, new CropScale(1, 12)).Cut(clip, [0, 0, 12, 8, 1, 0], planes);
        Assert.Equal(clip, planes);
    }

    private static SampleSpool Rows(int count)
    {
        var spool = new SampleSpool(null, 5, Size, 0);
        for (int i = 0; i < count; i++)
        {
            spool.NextRow();
            spool.Add(new byte[5 * Size.Elements], []);
        }

        return spool;
    }

    private static byte[] Frame(int number)
    {
        byte[] frame = new byte[8 * 12];
        new Random(number).NextBytes(frame);
        return frame;
    }
}
