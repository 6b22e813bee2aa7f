using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A model as a zip: <c>TrainingInfo/Version.txt</c>, <c>TransformerChain/…</c>, <c>Schema</c>.</summary>
internal static class ModelArchive
{
    public static void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var version = new StreamWriter(archive.CreateEntry(ModelFormat.VersionEntry).Open()))
        {
            version.Write($"{typeof(ModelArchive).Assembly.GetName().Version} (compat, format {ModelFormat.Version})");
        }

        ModelSaveContext.Save(archive, model ?? new TransformerChain<ITransformer>(), ModelFormat.ChainFolder);
        if (inputSchema is not null)
        {
            using var schema = archive.CreateEntry(ModelFormat.SchemaEntry).Open();
            SchemaFormat.Write(schema, inputSchema);
        }
    }

    // A stream that is no zip, a damaged one, or no model of this library becomes a FormatException.
    public static ITransformer Load(IHostEnvironment env, Stream stream, out DataViewSchema inputSchema)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            inputSchema = archive.GetEntry(ModelFormat.SchemaEntry) is { } schema ? SchemaFormat.Read(ZipEntries.ReadAll(schema)) : null;
            return ModelLoadContext.Load(env, archive, ModelFormat.ChainFolder);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException($"This is no model zip, or a damaged or truncated one: {error.Message}", error);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new FormatException($"The model zip is damaged: {error.Message}", error);
        }
    }
}
