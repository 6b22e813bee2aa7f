using System.IO.Compression;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// One folder of a model zip while it is being written: its <c>Model.key</c> holds the loader's signature and what the
/// component writes, its sub-folders hold the component's parts.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string KeyEntry = "Model.key";

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly MemoryStream _content = new();
    private string _signature;

    internal ModelSaveContext(ZipArchive archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        Writer = new BinaryWriter(_content, Encoding.UTF8, leaveOpen: true);
    }

    internal BinaryWriter Writer { get; }

    public void Dispose()
    {
        Writer.Dispose();
        _content.Dispose();
    }

    /// <summary>Says which loader reads this folder; comes before anything is written.</summary>
    internal void Start(string signature)
    {
        if (_signature is not null)
        {
            throw new InvalidOperationException($"The folder '{_folder}' of the model already holds a {_signature}.");
        }

        _signature = signature;
        Writer.Write(ModelFormat.Magic);
        Writer.Write(ModelFormat.Version);
        Writer.Write(signature);
    }

    internal void SavePart(ICanSaveModel part, string name) => Save(_archive, part, $"{_folder}/{name}");

    internal static void Save(ZipArchive archive, ICanSaveModel model, string folder)
    {
        using var context = new ModelSaveContext(archive, folder);
        model.Save(context);
        context.Finish(model);
    }

    private void Finish(ICanSaveModel model)
    {
        if (_signature is null)
        {
            throw new InvalidOperationException($"{model.GetType().Name} saved nothing into the model; its Save has to hand the context to a stock transformer.");
        }

        Writer.Flush();
        using var entry = _archive.CreateEntry($"{_folder}/{KeyEntry}", CompressionLevel.Fastest).Open();
        _content.Position = 0;
        _content.CopyTo(entry);
    }
}
