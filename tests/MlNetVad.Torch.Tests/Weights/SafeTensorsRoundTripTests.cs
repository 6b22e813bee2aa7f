using MlNetVad.TestSupport;
using MlNetVad.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class SafeTensorsRoundTripTests : IDisposable
{
    private static readonly float[] Values = [0f, -0f, 1f, -2.5f, 1e-3f, 65504f];
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<WeightType> Types => [.. Enum.GetValues<WeightType>()];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Save_EveryType_ReadsTheSameBytes(WeightType type)
    {
        Tensor value = tensor(new double[] { 0, 1, 2.5, 100, 7, 1e-3 }, [2, 3]).to_type(type.Scalar());

        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter().Add("a", value)));
        Tensor read = reader.Read("a");

        Assert.Equal(type, reader.Find("a").Type);
        Assert.Equal(value.dtype, read.dtype);
        Assert.Equal([2L, 3L], read.shape);
        Assert.Equal(value.bytes.ToArray(), read.bytes.ToArray());
        Assert.Equal(value.bytes.ToArray(), reader.Bytes("a").ToArray());
    }

    [Fact]
    public void Save_Narrower_RoundsToNearest()
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter()
            .Add("wide", tensor(Values))
            .Add("half", tensor(Values), WeightType.F16)
            .Add("brain", tensor(Values), WeightType.BF16)));

        Assert.Equal(Values, Singles(reader, "wide"));
        Assert.Equal(Values.Select(v => (float)(Half)v), Singles(reader, "half"));
        Assert.All(Singles(reader, "brain").Zip(Values), p => Assert.Equal(p.Second, p.First, Math.Abs(p.Second) / 256));
    }

    [Fact]
    public void Save_OddShapes_KeepsThem()
    {
        long[] extremes = [long.MinValue, 7, long.MaxValue];
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter()
            .AddMetadata("format", "pt")
            .Add("index", tensor(extremes))
            .Add("scalar", tensor(4.5f))
            .Add("none", zeros(0, 5))
            .Add("turned", tensor(Values, [2, 3]).t())));

        Assert.Equal(extremes, reader.Read("index").data<long>().ToArray());
        Assert.Equal([4.5f], Singles(reader, "scalar"));
        Assert.Empty(reader.Read("scalar").shape);
        Assert.Equal([0L, 5L], reader.Read("none").shape);
        Assert.Equal([3L, 2L], reader.Find("turned").Shape);
        Assert.Equal([0f, -2.5f, -0f, 1e-3f, 1f, 65504f], Singles(reader, "turned"));
        Assert.Equal("pt", reader.Metadata["format"]);
    }

    [Fact]
    public void Save_MoreThanAPart_ReadsTheSameNumbers()
    {
        const int Count = (1 << 22) + 3;
        Tensor value = arange(Count, ScalarType.Int32);
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter().Add("a", value)));

        Assert.True(value.equal(reader.Read("a")).all().item<bool>());
    }

    [Fact]
    public void Save_TensorsInAnotherOrder_GivesTheSameBytes()
    {
        Tensor values = tensor(Values), one = tensor(new long[] { 1 });
        byte[] first = Bytes(new SafeTensorsWriter().Add("b", values).Add("a", one).Add("c", values, WeightType.F16));
        byte[] other = Bytes(new SafeTensorsWriter().Add("c", values, WeightType.F16).Add("a", one).Add("b", values));

        Assert.Equal(first, other);
    }

    [Fact]
    public void Save_OddHalfTensor_AlignsEveryTensor()
    {
        byte[] file = Bytes(new SafeTensorsWriter().Add("a", zeros(3), WeightType.F16).Add("b", zeros(1)).Add("i", zeros(1, ScalarType.Int64)).Add("u", zeros(3, ScalarType.Byte)));

        using SafeTensorsReader reader = SafeTensorsReader.Open(file);

        Assert.Equal(0, BitConverter.ToInt64(file) % 8);
        Assert.All(reader.Tensors, t => Assert.Equal(0, t.Offset % t.Type.Bytes()));
    }

    [Fact]
    public void Save_ToAFile_ReadsBackAndLeavesNoTemporaryFile()
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-weights-").FullName;
        try
        {
            string path = Path.Combine(folder, "sub", "w.safetensors");
            new SafeTensorsWriter().Add("a", tensor(Values)).Save(path);
            using (SafeTensorsReader reader = SafeTensorsReader.Open(path))
            {
                Assert.Equal(Values, Singles(reader, "a"));
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
    [InlineData(WeightType.F16, 70000d, "save it as F32")]
    [InlineData(WeightType.BF16, (double)float.MaxValue, "save it as F32")]
    [InlineData(WeightType.F32, 1e300, "save it as F64")]
    public void Save_ValueTooBigForTheType_IsRefused(WeightType type, double value, string remedy)
    {
        SafeTensorsWriter writer = new SafeTensorsWriter().Add("w", tensor(new[] { value }), type);

        VadException error = Assert.Throws<VadException>(() => Bytes(writer));
        Assert.Contains("'w'", error.Message);
        Assert.Contains(remedy, error.Message);
    }

    [Fact]
    public void Save_NonFiniteValues_KeepsThem()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7F800001)];
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(
            new SafeTensorsWriter().Add("h", tensor(values), WeightType.F16).Add("b", tensor(values), WeightType.BF16)));

        float[] expected = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        Assert.Equal(expected, Singles(reader, "h"));
        Assert.Equal(expected, Singles(reader, "b"));
    }

    [Fact]
    public void Read_EveryHalf_WidensExactly()
    {
        float[] all = Enumerable.Range(0, 65536).Select(i => (float)BitConverter.UInt16BitsToHalf((ushort)i)).Where(float.IsFinite).ToArray();
        using SafeTensorsReader reader = SafeTensorsReader.Open(Bytes(new SafeTensorsWriter().Add("h", tensor(all), WeightType.F16)));

        Assert.Equal(all, Singles(reader, "h"));
    }

    [Fact]
    public void Add_WrongUse_IsRefused()
    {
        Tensor values = tensor(Values);
        SafeTensorsWriter writer = new SafeTensorsWriter().Add("a", values);

        Assert.Throws<ArgumentException>(() => writer.Add("a", values));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", values));
        Assert.Throws<ArgumentException>(() => writer.Add("i", values, WeightType.I64));
        Assert.Throws<ArgumentException>(() => writer.Add("f", values.to_type(ScalarType.Int64), WeightType.F32));
        Assert.Contains("ComplexFloat32", Assert.Throws<ArgumentException>(() => writer.Add("c", zeros(1, ScalarType.ComplexFloat32))).Message);
    }

    [Fact]
    public void Open_RealClipWeights_FindsEveryTensor()
    {
        string path = TestData.Require("golden/clip/tiny-clip-hf-names.safetensors");

        using SafeTensorsReader reader = SafeTensorsReader.Open(path);

        Assert.Equal([64L, 64L], reader.Find("vision_model.encoder.layers.0.self_attn.q_proj.weight").Shape);
        Assert.All(reader.Tensors.Where(t => t.Type.IsFloat()), t => Assert.True(reader.Read(t.Name).isfinite().all().item<bool>()));

        var again = new SafeTensorsWriter();
        foreach (WeightInfo info in reader.Tensors)
        {
            again.Add(info.Name, reader.Read(info.Name));
        }

        using SafeTensorsReader copy = SafeTensorsReader.Open(Bytes(again));
        Assert.All(reader.Tensors, t => Assert.Equal(reader.Bytes(t.Name).ToArray(), copy.Bytes(t.Name).ToArray()));
    }

    private static float[] Singles(SafeTensorsReader reader, string name) => reader.Read(name).to_type(ScalarType.Float32).data<float>().ToArray();

    private static byte[] Bytes(SafeTensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
