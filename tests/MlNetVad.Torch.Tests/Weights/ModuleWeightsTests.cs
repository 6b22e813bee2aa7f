using MlNetVad.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class ModuleWeightsTests
{
    [Theory]
    [InlineData(WeightType.F32, 0f)]
    [InlineData(WeightType.F16, 1e-3f)]
    [InlineData(WeightType.BF16, 1e-2f)]
    public void Load_SavedNetwork_GivesItsWeights(WeightType type, float tolerance)
    {
        using var source = new Net(3);
        using var target = new Net(3);
        using (SafeTensorsReader reader = SafeTensorsReader.Open(Saved(source, type)))
        {
            Assert.Equal(["count", "first.bias", "first.weight", "second.bias", "second.weight"], reader.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
            ModuleWeights.Load(target, reader);
        }

        Dictionary<string, Tensor> loaded = target.state_dict();
        foreach ((string name, Tensor value) in source.state_dict().Where(e => e.Key != "count"))
        {
            Assert.All(value.data<float>().Zip(loaded[name].data<float>()), p => Assert.Equal(p.First, p.Second, tolerance));
        }

        Assert.Equal(7, loaded["count"].data<long>().ToArray().Single());
        Assert.All(target.parameters(), p => Assert.True(p.requires_grad));
    }

    [Fact]
    public void Load_OtherShape_NamesBothAndLoadsNothing()
    {
        using var target = new Net(3);
        float[] before = target.state_dict()["first.weight"].data<float>().ToArray();
        using var source = new Net(4);
        using SafeTensorsReader reader = SafeTensorsReader.Open(Saved(source, WeightType.F32), "'w'");

        string message = Assert.Throws<VadException>(() => ModuleWeights.Load(target, reader)).Message;

        Assert.Contains("'w'", message);
        Assert.Contains("first.weight (F32 [4, 2] where Float32 [3, 2] belongs)", message);
        Assert.Equal(before, target.state_dict()["first.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Load_MissingAndUnknownNames_NamesThem()
    {
        using var target = new Net(3);
        using Tensor one = ones(1);
        using var stream = new MemoryStream();
        var writer = new SafeTensorsWriter();
        foreach (string name in new[] { "a", "b", "c", "d", "e", "f", "g" })
        {
            writer.Add(name, one);
        }

        writer.Save(stream);
        using SafeTensorsReader reader = SafeTensorsReader.Open(stream.ToArray());

        string message = Assert.Throws<VadException>(() => ModuleWeights.Load(target, reader)).Message;

        Assert.Contains("it lacks count, first.bias, first.weight, second.bias, second.weight;", message);
        Assert.Contains("it has the unknown a, b, c, d, e and 2 more;", message);
    }

    [Fact]
    public void Load_Renamed_FindsTheFilesNames()
    {
        using var source = new Net(3);
        using var target = new Net(3);
        using var stream = new MemoryStream();
        var writer = new SafeTensorsWriter();
        foreach ((string name, Tensor value) in source.state_dict())
        {
            writer.Add($"model.{name}", value);
        }

        writer.Save(stream);
        using SafeTensorsReader reader = SafeTensorsReader.Open(stream.ToArray());
        ModuleWeights.Load(target, reader, name => $"model.{name}");

        Assert.Equal(source.state_dict()["first.weight"].data<float>().ToArray(), target.state_dict()["first.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Load_BuffersOfManyTypes_GivesTheirValues()
    {
        using var source = new Buffers(true);
        using var target = new Buffers(false);
        using (SafeTensorsReader reader = SafeTensorsReader.Open(Saved(source)))
        {
            Assert.Equal([WeightType.BOOL, WeightType.I32, WeightType.F64], reader.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.Type));
            ModuleWeights.Load(target, reader);
        }

        Assert.All(source.state_dict(), e => Assert.Equal(e.Value.bytes.ToArray(), target.state_dict()[e.Key].bytes.ToArray()));
    }

    [Fact]
    public void Load_WholeNumbersThatWereStoredAs64Bits_GivesTheNetworksTypes()
    {
        using var scope = NewDisposeScope();
        using var target = new Buffers(false);
        using var stream = new MemoryStream();
        new SafeTensorsWriter().Add("flags", tensor(new long[] { 1, 0 })).Add("index", tensor(new long[] { 3, 4 })).Add("scale", tensor(new[] { .5f })).Save(stream);
        using SafeTensorsReader reader = SafeTensorsReader.Open(stream.ToArray());

        ModuleWeights.Load(target, reader);

        Assert.Equal([true, false], target.state_dict()["flags"].data<bool>().ToArray());
        Assert.Equal([3, 4], target.state_dict()["index"].data<int>().ToArray());
        Assert.Equal([.5], target.state_dict()["scale"].data<double>().ToArray());
    }

    [Fact]
    public void Save_Network_GivesTheFormatOfEarlierVersions()
    {
        using var network = new Net(2);
        byte[] file = Saved(network);

        Assert.StartsWith(
            """{"count":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"first.bias":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"first.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[16,32]},""",
            System.Text.Encoding.UTF8.GetString(file, 8, file.Length - 8));
    }

    [Fact]
    public void Save_AsWholeNumbers_IsRefused()
    {
        using var network = new Net(3);

        Assert.Throws<ArgumentException>(() => Saved(network, WeightType.I32));
    }

    private static byte[] Saved(Module network, WeightType? type = null)
    {
        using var stream = new MemoryStream();
        ModuleWeights.Save(network, stream, type);
        return stream.ToArray();
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first;
        private readonly Linear second;

        // a field of type Tensor becomes a buffer
        private readonly Tensor count = tensor(new long[] { 7 }, [1]);

        public Net(long width)
            : base(nameof(Net))
        {
            first = Linear(2, width);
            second = Linear(width, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class Buffers : Module
    {
        private readonly Tensor flags;
        private readonly Tensor index;
        private readonly Tensor scale;

        public Buffers(bool full)
            : base(nameof(Buffers))
        {
            flags = full ? tensor(new[] { true, true }) : zeros(2, ScalarType.Bool);
            index = full ? tensor(new[] { 7, int.MinValue }) : zeros(2, ScalarType.Int32);
            scale = full ? tensor(new[] { Math.PI }) : zeros(1, ScalarType.Float64);
            RegisterComponents();
        }
    }
}
