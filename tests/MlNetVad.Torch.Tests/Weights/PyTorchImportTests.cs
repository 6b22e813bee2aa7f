using System.Collections;
using MlNetVad.Torch.Weights;
using TorchSharp;
using TorchSharp.PyBridge;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class PyTorchImportTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PyTorchFolder _folder = new();

    public static TheoryData<WeightType> Types => [.. Enum.GetValues<WeightType>()];

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Convert_EveryType_KeepsEveryBit(WeightType type)
    {
        Tensor value = tensor(new double[] { 0, 1, 2.5, 100, 7, 1e-3 }, [2, 3]).to_type(type.Scalar());

        IReadOnlyList<WeightInfo> tensors = PyTorchImport.Convert(_folder.Save(new Hashtable { ["a"] = value }), _folder.Output);

        Assert.Equal($"{type} [2, 3]", Assert.Single(tensors).ToString());
        using SafeTensorsReader reader = SafeTensorsReader.Open(_folder.Output);
        Assert.Equal(value.bytes.ToArray(), reader.Bytes("a").ToArray());
        Assert.Equal("pt", reader.Metadata["format"]);
    }

    [Fact]
    public void Convert_FileOfPyTorch_GivesItsNumbers()
    {
        PyTorchImport.Convert(_folder.Write(PyTorchFolder.OfPyTorch()), _folder.Output);

        using SafeTensorsReader reader = SafeTensorsReader.Open(_folder.Output);
        Assert.Equal(["n", "w"], reader.Tensors.Select(t => t.Name));
        Assert.Equal([2L, 3L], reader.Read("w").shape);
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], reader.Read("w").data<float>().ToArray());
        Assert.Empty(reader.Read("n").shape);
        Assert.Equal(7, reader.Read("n").item<long>());
    }

    [Fact]
    public void Convert_SavedModule_LoadsIntoItsTwin()
    {
        using TorchSharp.Modules.Linear source = nn.Linear(5, 3), target = nn.Linear(5, 3);
        string path = _folder.Write([]);
        source.save_py(path);

        PyTorchImport.Convert(path, _folder.Output);
        using SafeTensorsReader reader = SafeTensorsReader.Open(_folder.Output);
        ModuleWeights.Load(target, reader);

        Assert.Equal(source.weight.bytes.ToArray(), target.weight.bytes.ToArray());
        Assert.Equal(source.bias!.bytes.ToArray(), target.bias!.bytes.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("state_dict")]
    public void Convert_Checkpoint_FindsItsDictionaryOfTensors(string? key)
    {
        var checkpoint = new Hashtable { ["epoch"] = 3, ["state_dict"] = new Hashtable { ["a"] = ones(2) } };

        Assert.Equal("a", Assert.Single(PyTorchImport.Convert(_folder.Save(checkpoint), _folder.Output, key)).Name);
    }

    [Theory]
    [InlineData(null, "several dictionaries of tensors; choose with --key one of 'ema', 'model'.")]
    [InlineData("net", "no dictionary of tensors 'net'; choose with --key one of 'ema', 'model'.")]
    public void Convert_SeveralDictionaries_AsksWhich(string? key, string expected)
    {
        var checkpoint = new Hashtable { ["model"] = new Hashtable { ["a"] = ones(2) }, ["ema"] = new Hashtable { ["a"] = zeros(2) } };

        Refused(_folder.Save(checkpoint), expected, key);
        Assert.Single(PyTorchImport.Convert(_folder.Save(checkpoint), _folder.Output, "ema"));
    }

    [Fact]
    public void Convert_NotOnlyTensors_IsRefused()
    {
        Refused(_folder.Save(new Hashtable { ["a"] = ones(2), ["n"] = 3 }), "something other than named tensors; in PyTorch");
        Refused(_folder.Save([]), "something other than named tensors");
        Refused(_folder.Save(new Hashtable { ["a"] = zeros(2, ScalarType.ComplexFloat32) }), "'a' (ComplexFloat32)");
    }

    [Fact]
    public void Convert_TransposedTensor_IsRefused()
    {
        // of storages that have PyTorch's strides: [3, 2] in place of [2, 3], (1, 3) in place of (3, 1)
        byte[] turned = PyTorchFolder.Changed((name, bytes) => name.EndsWith("data.pkl", StringComparison.Ordinal) ? Turned(bytes) : bytes);

        Refused(_folder.Write(turned), "a view of another one");
    }

    [Fact]
    public void Convert_OntoItself_IsRefused()
    {
        string path = _folder.Save(new Hashtable { ["a"] = ones(2) });
        byte[] before = File.ReadAllBytes(path);

        Assert.Contains("another name", Assert.Throws<VadException>(() => PyTorchImport.Convert(path, path)).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private static byte[] Turned(byte[] pickle)
    {
        byte[] turned = [.. pickle];
        int shape = turned.AsSpan().IndexOf("K\u0002K\u0003"u8), stride = turned.AsSpan().IndexOf("K\u0003K\u0001"u8);
        "K\u0003K\u0002"u8.CopyTo(turned.AsSpan(shape));
        "K\u0001K\u0003"u8.CopyTo(turned.AsSpan(stride));
        return turned;
    }

    private void Refused(string path, string expected, string? key = null)
    {
        string message = Assert.Throws<VadException>(() => PyTorchImport.Convert(path, _folder.Output, key)).Message;
        Assert.Contains(expected, message);
        Assert.Contains(path, message);
        Assert.False(File.Exists(_folder.Output));
    }
}
