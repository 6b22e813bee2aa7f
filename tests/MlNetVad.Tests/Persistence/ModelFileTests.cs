using MlNetVad.Persistence;

namespace MlNetVad.Tests.Persistence;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WriteRead_OfASmallFile_NeedsTheFileNoMore()
    {
        string path = Create("small.onnx", "abc");
        byte[] saved = Save(ModelFile.Open(path, "the detector"));
        File.Delete(path);

        ModelFile loaded = Load(saved);

        Assert.Equal("abc"u8.ToArray(), loaded.Read());
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", loaded.Sha256);
    }

    [Fact]
    public void WriteRead_OfALargeFile_ReadsItWhereItIs()
    {
        ModelFile file = ModelFile.Open(Create("large.onnx", "abc"), "the detector", embeddedLimit: 2);

        ModelFile loaded = Load(Save(file));

        Assert.Null(loaded.Bytes);
        Assert.Equal("abc"u8.ToArray(), loaded.Read());
    }

    [Fact]
    public void Read_OfALargeFileThatMoved_SaysWhereItWasLookedFor()
    {
        string path = Create("large.onnx", "abc");
        byte[] saved = Save(ModelFile.Open(path, "the detector", embeddedLimit: 2));
        File.Move(path, path + ".away");

        string message = Assert.Throws<VadException>(() => Load(saved)).Message;

        Assert.Contains($"'large.onnx' (SHA-256 ba7816bf8f01…), which is not at '{path}'", message, StringComparison.Ordinal);
        Assert.Contains(ModelFile.FolderVariable, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfALargeFileThatChanged_SaysSo()
    {
        string path = Create("large.onnx", "abc");
        byte[] saved = Save(ModelFile.Open(path, "the detector", embeddedLimit: 2));
        File.WriteAllText(path, "abcd");

        string message = Assert.Throws<VadException>(() => Load(saved)).Message;

        Assert.Contains($"'{path}' is not the file that the model was trained with", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithWeightsBesideIt_IsReferencedAndHashesBoth()
    {
        string path = Create("net.onnx", "abc");
        string alone = ModelFile.Open(path, "the encoder").Sha256;
        Create("net.onnx_data", "weights");

        ModelFile both = ModelFile.Open(path, "the encoder");

        Assert.Null(both.Bytes);
        Assert.NotEqual(alone, both.Sha256);
    }

    [Fact]
    public void Open_OfNothing_NamesTheFileAndTheRemedy()
    {
        string message = Assert.Throws<VadException>(() => ModelFile.Open("no/such.onnx", "the detector")).Message;

        Assert.StartsWith("The detector 'no/such.onnx' is not there; give the path", message, StringComparison.Ordinal);
    }

    private string Create(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static byte[] Save(ModelFile file)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            file.Write(writer);
        }

        return stream.ToArray();
    }

    private static ModelFile Load(byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        return ModelFile.Read(reader);
    }
}
