using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>One folder of a model zip while it is being read.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _folder;

    private ModelLoadContext(IHostEnvironment env, ZipArchive archive, string folder)
    {
        Environment = env;
        _archive = archive;
        _folder = folder;
        string name = $"{folder}/{ModelSaveContext.KeyEntry}";
        var entry = archive.GetEntry(name) ?? throw new FormatException($"The zip is no model, or not a whole one: it has no '{name}'.");
        Reader = new BinaryReader(ZipEntries.ReadAll(entry), Encoding.UTF8);
    }

    public IHostEnvironment Environment { get; }

    public BinaryReader Reader { get; }

    public static ITransformer Load(IHostEnvironment env, ZipArchive archive, string folder)
    {
        using var context = new ModelLoadContext(env, archive, folder);
        return ModelLoaders.Of(context.ReadHeader())(context);
    }

    public ITransformer LoadPart(string name) => Load(Environment, _archive, $"{_folder}/{name}");

    /// <summary>A number of things of at least one byte each, hence no more than bytes are left.</summary>
    public int ReadCount()
    {
        int count = Reader.ReadInt32();
        long left = Reader.BaseStream.Length - Reader.BaseStream.Position;
        return count >= 0 && count <= left ? count : throw new FormatException($"The model is damaged: '{_folder}' announces {count} items.");
    }

    public string ReadName()
    {
        string name = Reader.ReadString();
        return name.Length > 0 ? name : throw new FormatException($"The model is damaged: '{_folder}' has an empty name.");
    }

    public void Dispose() => Reader.Dispose();

    private string ReadHeader()
    {
        if (Reader.BaseStream.Length < 2 * sizeof(int) || Reader.ReadUInt32() != ModelFormat.Magic)
        {
            throw new FormatException($"The model was written by another library, not by this one ('{_folder}/{ModelSaveContext.KeyEntry}').");
        }

        int version = Reader.ReadInt32();
        return version <= ModelFormat.Version
            ? ReadName()
            : throw new FormatException($"The model has format {version}, but this library reads formats up to {ModelFormat.Version}; it needs a newer version of the library.");
    }
}
