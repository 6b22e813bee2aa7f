using System.IO.Compression;
using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Model;

/// <summary>The model of these tests, and what is done to its bytes.</summary>
internal static class ModelFiles
{
    public static float[] Weights { get; } = [0.1f, -3.5f, 1e-20f];

    public static Example[] Rows { get; } = [new() { Features = [1, 2, 3] }, new() { Features = [0.3f, 0.7f, -9] }];

    public static IDataView Samples(MLContext ml)
    {
        var definition = SchemaDefinition.Create(typeof(Example));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        return ml.Data.LoadFromEnumerable(Rows, definition);
    }

    public static WeightedSum Component(MLContext ml) => new(ml, Samples(ml).Schema, Weights);

    public static byte[] Save(MLContext ml, ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    public static ITransformer Load(byte[] zip) => Load(zip, out _);

    public static ITransformer Load(byte[] zip, out DataViewSchema schema)
    {
        using var stream = new MemoryStream(zip);
        return new MLContext(seed: 1).Model.Load(stream, out schema);
    }

    public static string[] Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry => entry.FullName.Replace('\\', '/'))];
    }
}
