using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.TestSupport;

namespace MlNetVad.Pretrained.Tests;

/// <summary>ResNet18 as the package has it, against what we make of it.</summary>
public sealed class ResNetTests
{
    private const int Side = 224;
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void EncodeAppearance_Contract_Holds() =>
        EstimatorContract.Check(_ml, Appearance(every: 2), Clips(Picture(1), Picture(2), Picture(3)), Clips("Other", Picture(1)));

    [Fact]
    public void EncodeObjects_Contract_Holds() =>
        EstimatorContract.Check(_ml, _ml.Transforms.EncodeObjects("Look"), WithObjects(Picture(1), Picture(2)), Clips("Other", Picture(1)));

    [Fact]
    public void EncodeAppearance_PictureOfItsSize_EqualsThePackagesOwnNetworks()
    {
        byte[] picture = Picture(7);
        float[] expected = Reference(picture);
        float[] found = Appearance().Fit(Clips(picture)).Transform(Clips(picture)).GetColumn<float[]>("Look").Single();
        Assert.Equal(512, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.Contains(expected, v => v > 0.5f);                         // not all zeros
    }

    [Fact]
    public void MeanPicture_OfThePackage_IsImageNetsInBlueGreenRed()
    {
        // black comes out as less the mean; ImageNet's means are about 104 blue, 117 green, 124 red
        float[] black = Run(Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNetPrepOnnx", "ResNetPreprocess.onnx"), new float[3 * Side * Side]);
        double[] means = [.. black.Chunk(Side * Side).Select(plane => -plane.Average(v => (double)v))];
        Assert.Equal([103, 116, 123], means.Select(m => (int)Math.Round(m)));
    }

    [Fact]
    public void EncodeObjects_TheWholePicture_IsTheFramesVector()
    {
        byte[] picture = Picture(7);
        float[] found = _ml.Transforms.EncodeObjects("Look").Fit(WithObjects(picture)).Transform(WithObjects(picture)).GetColumn<float[]>("Look").Single();
        Assert.Equal(2 * 512, found.Length);
        Assert.All(Reference(picture).Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.NotEqual(found[..512], found[512..]);                      // the second object is another part of the picture
    }

    [Fact]
    public void EncodeAppearance_APatchElsewhere_ChangesThatPlace()
    {
        byte[] plain = Picture(3), patched = [.. plain];
        for (int y = 160; y < 224; y++)
        {
            Array.Fill<byte>(patched, 255, ((y * Side) + 160) * 3, 64 * 3);      // the lower right corner
        }

        float[][] maps = [.. Appearance().Fit(Clips(plain)).Transform(Clips(plain, patched)).GetColumn<float[]>("LookPlaces")];
        float[] change = [.. Enumerable.Range(0, 49).Select(p => Cosine(maps[0].AsSpan(p * 256, 256), maps[1].AsSpan(p * 256, 256)))];
        Assert.Equal(49 * 256, maps[0].Length);
        Assert.True(change[48] < 0.8f, $"lower right {change[48]}");
        Assert.True(change[0] > 0.95f, $"upper left {change[0]}");
    }

    [Fact]
    public void EncodeAppearance_OneFrameInThree_LeavesTheOthersEmptyAndBeginsWithEachVideo()
    {
        IDataView clips = Clips("Clip", [.. Enumerable.Range(0, 5).Select(i => new Row { Clip = Picture(i), Frame = i }), new Row { Clip = Picture(9), Video = "w" }]);
        int[] lengths = [.. Appearance(every: 3).Fit(clips).Transform(clips).GetColumn<float[]>("Look").Select(v => v.Length)];
        Assert.Equal([512, 0, 0, 512, 0, 512], lengths);
    }

    [Fact]
    public void EncodeAppearance_GreyPicture_IsTheSameAsGreyColours()
    {
        byte[] grey = [.. Picture(4).Where((_, i) => i % 3 == 0)];
        byte[] colours = [.. grey.SelectMany(v => new[] { v, v, v })];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Clip"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, Side, Side, 1);
        IDataView one = _ml.Data.LoadFromEnumerable([new Row { Clip = grey }], definition);
        Assert.Equal(
            Appearance().Fit(Clips(colours)).Transform(Clips(colours)).GetColumn<float[]>("Look").Single(),
            Appearance().Fit(one).Transform(one).GetColumn<float[]>("Look").Single());
    }

    private IEstimator<ITransformer> Appearance(int every = 1) => _ml.Transforms.EncodeAppearance(
        new FrameAppearanceEstimator.Options { OutputColumnName = "Look", FramesPerEncoding = every });

    private IDataView WithObjects(params byte[][] pictures)
    {
        SchemaDefinition definition = Definition();
        definition["Objects"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        return _ml.Data.LoadFromEnumerable(pictures.Select((p, i) => new ObjectRow { Clip = p, Frame = i }), definition);
    }

    private IDataView Clips(params byte[][] pictures) => Clips("Clip", pictures);

    private IDataView Clips(string name, params byte[][] pictures) =>
        Clips(name, [.. pictures.Select((p, i) => new Row { Clip = p, Frame = i })]);

    private IDataView Clips(string name, Row[] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        (definition["Clip"].ColumnType, definition["Clip"].ColumnName) = (new VectorDataViewType(NumberDataViewType.Byte, 1, Side, Side, 3), name);
        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private static SchemaDefinition Definition()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(ObjectRow));
        definition["Clip"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, Side, Side, 3);
        return definition;
    }

    /// <summary>Soft blobs of colour, [224, 224, 3].</summary>
    private static byte[] Picture(int seed)
    {
        double[] waves = [.. Enumerable.Range(0, 12).Select(_ => 0.0)];
        var rand = new Random(seed);
        for (int i = 0; i < waves.Length; i++)
        {
            waves[i] = 0.01 + (0.06 * rand.NextDouble());
        }

        return [.. Enumerable.Range(0, Side * Side * 3).Select(i =>
        {
            int c = i % 3, x = i / 3 % Side, y = i / 3 / Side;
            return (byte)(128 + (60 * Math.Sin((waves[4 * c] * x) + seed)) + (60 * Math.Cos((waves[(4 * c) + 1] * y) + c)));
        })];
    }

    // the package's two networks as they are: the first takes red, green and blue planes, turns them round and takes the mean off
    private static float[] Reference(byte[] picture)
    {
        var planes = new float[3 * Side * Side];
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = picture[(i % (Side * Side) * 3) + (i / (Side * Side))];
        }

        string folder = Path.Combine(AppContext.BaseDirectory, "DnnImageModels");
        float[] prepared = Run(Path.Combine(folder, "ResNetPrepOnnx", "ResNetPreprocess.onnx"), planes);
        return Run(Path.Combine(folder, "ResNet18Onnx", "ResNet18.onnx"), prepared);
    }

    private static float[] Run(string file, float[] values)
    {
        using var session = new InferenceSession(file);
        string input = session.InputMetadata.Keys.Single();
        int[] shape = session.InputMetadata[input].Dimensions;
        using var result = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, [1, .. shape[^3..]]))]);
        return [.. result[0].AsEnumerable<float>()];
    }

    private static float Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(a, b);

    private class Row
    {
        public byte[] Clip { get; set; } = [];

        public string Video { get; set; } = "v";

        public long Frame { get; set; }
    }

    private sealed class ObjectRow : Row
    {
        public float[] Objects { get; set; } = [0, 0, Side, Side, 1, 0, 100, 120, 40, 60, 1, 0];
    }
}
