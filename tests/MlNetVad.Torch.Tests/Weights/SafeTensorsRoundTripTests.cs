using MlNetVad.TestSupport;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class SafeTensorsRoundTripTests
{
    private static readonly float[] Values = [0f, -0f, 1f, -2.5f, 1e-3f, 65504f];

    [Fact]
    public void Save_EveryType_ReadsTheSameNumbers()
    {
        byte[] file = Bytes(new SafeTensorsWriter()
            .AddMetadata("format", "pt")
            .Add("wide", Values, [2, 3])
            .Add("half", Values, [3, 2], WeightType.F16)
            .Add("brain", Values, [6], WeightType.BF16)
            .Add("index", new long[] { long.MinValue, 7, long.MaxValue }, [3])
            .Add("scalar", new float[] { 4.5f }, [])
            .Add("none", ReadOnlyMemory<float>.Empty, [0, 5]));

        using SafeTensorsReader reader = SafeTensorsReader.Open(file);

        Assert.Equal(Values, reader.ReadSingles("wide"));
        Assert.Equal(Values.Select(v => (float)(Half)v), reader.ReadSingles("half"));
        Assert.All(reader.ReadSingles("brain").Zip(Values), p => Assert.Equal(p.Second, p.First, Math.Abs(p.Second) / 256));
        Assert.Equal([long.MinValue, 7, long.MaxValue], reader.ReadInt64s("index"));
        Assert.Equal([4.5f], reader.ReadSingles("scalar"));
        Assert.Empty(reader.Find("scalar").Shape);
        Assert.Empty(reader.ReadSingles("none"));
        Assert.Equal([2L, 3L], reader.Find("wide").Shape);
        Assert.Equal("pt", reader.Metadata["format"]);
    }

    [Fact]
    public void Save_TensorsInAnotherOrder_GivesTheSameBytes()
    {
        byte[] one = Bytes(new SafeTensorsWriter().Add("b", Values, [6]).Add("a", new long[] { 1 }, [1]).Add("c", Values, [6], WeightType.F16));
        byte[] other = Bytes(new SafeTensorsWriter().Add("c", Values, [6], WeightType.F16).Add("a", new long[] { 1 }, [1]).Add("b", Values, [6]));

        Assert.Equal(one, other);
    }

    [Fact]
    public void Save_OddHalfTensor_AlignsEveryTensor()
    {
        byte[] file = Bytes(new SafeTensorsWriter().Add("a", new float[3], [3], WeightType.F16).Add("b", new float[1], [1]).Add("i", new long[1], [1]));

        using SafeTensorsReader reader = SafeTensorsReader.Open(file);

        Assert.Equal(0, BitConverter.ToInt64(file) % 8);
        Assert.All(reader.Tensors, t => Assert.Equal(0, t.Offset % WeightLayout.BytesOf(t.Type)));
    }

    [Fact]
    public void Save_ToAFile_ReadsBackAndLeavesNoTemporaryFile()
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-weights-").FullName;
        try
        {
            string path = Path.Combine(folder, "sub", "w.safetensors");
            new SafeTensorsWriter().Add("a", Values, [6]).Save(path);
            using (SafeTensorsReader reader = SafeTensorsReader.Open(path))
            {
                Assert.Equal(Values, reader.ReadSingles("a"));
                Assert.Equal(24, reader.Bytes("a").Length);
            }

            Assert.Equal([path], Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(WeightType.F16, 70000f)]
    [InlineData(WeightType.BF16, float.MaxValue)]
    public void Save_ValueTooBigForTheType_IsRefused(WeightType type, float value)
    {
        SafeTensorsWriter writer = new SafeTensorsWriter().Add("w", new[] { value }, [1], type);

        VadException error = Assert.Throws<VadException>(() => Bytes(writer));
        Assert.Contains("'w'", error.Message);
    }

    [Fact]
    public void Save_NonFiniteValues_KeepsThem()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7F800001)];
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(
            new SafeTensorsWriter().Add("h", values, [4], WeightType.F16).Add("b", values, [4], WeightType.BF16)));

        float[] expected = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        Assert.Equal(expected, reader.ReadSingles("h"));
        Assert.Equal(expected, reader.ReadSingles("b"));
    }

    [Fact]
    public void ReadSingles_EveryHalf_WidensExactly()
    {
        float[] all = Enumerable.Range(0, 65536).Select(i => (float)BitConverter.UInt16BitsToHalf((ushort)i)).Where(float.IsFinite).ToArray();
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter().Add("h", all, [all.Length], WeightType.F16)));

        Assert.Equal(all, reader.ReadSingles("h"));
    }

    [Fact]
    public void Add_WrongUse_IsRefused()
    {
        SafeTensorsWriter writer = new SafeTensorsWriter().Add("a", Values, [6]);

        Assert.Throws<ArgumentException>(() => writer.Add("a", Values, [6]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", Values, [5]));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", Values, [6]));
        Assert.Throws<ArgumentException>(() => writer.Add("i", Values, [6], WeightType.I64));
    }

    [Fact]
    public void Open_RealClipWeights_FindsEveryTensor()
    {
        string path = TestData.Require("golden/clip/tiny-clip-hf-names.safetensors");

        using SafeTensorsReader reader = SafeTensorsReader.Open(path);

        Assert.Equal([64L, 64L], reader.Find("vision_model.encoder.layers.0.self_attn.q_proj.weight").Shape);
        Assert.All(reader.Tensors.Where(t => t.Type != WeightType.I64), t => Assert.All(reader.ReadSingles(t.Name), v => Assert.True(float.IsFinite(v))));

        var again = new SafeTensorsWriter();
        foreach (WeightInfo tensor in reader.Tensors)
        {
            again = tensor.Type == WeightType.I64
                ? again.Add(tensor.Name, reader.ReadInt64s(tensor.Name), [.. tensor.Shape])
                : again.Add(tensor.Name, reader.ReadSingles(tensor.Name), [.. tensor.Shape], tensor.Type);
        }

        using SafeTensorsReader copy = SafeTensorsReader.Open(Bytes(again));
        Assert.All(reader.Tensors, t => Assert.Equal(reader.Bytes(t.Name).ToArray(), copy.Bytes(t.Name).ToArray()));
    }

    private static byte[] Bytes(SafeTensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
