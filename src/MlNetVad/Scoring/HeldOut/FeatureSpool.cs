using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// The features of a data set in a temporary file: they are computed once, however often they are read, and memory stays flat.
/// Pictures (vectors of bytes) are left out. The file goes when this is disposed.
/// </summary>
internal sealed class FeatureSpool : IDisposable
{
    private const int RowsReadTwice = 3000;   // 8 MiB, the size of a block

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.features");

    /// <summary>Computes all features.</summary>
    /// <exception cref="VadException">There is no room for them.</exception>
    public FeatureSpool(IDataView data)
    {
        DataOperationsCatalog views = SchemaPromise.Stock.Data;
        string[] kept = [.. data.Schema.Where(c => !c.IsHidden && !IsPicture(c.Type)).Select(c => c.Name).Distinct()];
        IDataView features = SchemaPromise.Stock.Transforms.SelectColumns(kept).Fit(data).Transform(data);

        // ML.NET reads a block's rows once to see how many fit into it, and then again: the first are kept
        features = new ConcatenatedView([views.Cache(views.TakeRows(features, RowsReadTwice)), views.SkipRows(features, RowsReadTwice)]);
        try
        {
            using (FileStream file = File.Create(_path))
            {
                views.SaveAsBinary(features, file);
            }

            View = views.LoadFromBinary(_path);
        }
        catch (IOException e)
        {
            File.Delete(_path);
            throw new VadException($"The features of the training video do not fit into the temporary folder '{Path.GetTempPath()}': {e.Message} Make room there, or set TMPDIR to a larger folder.", e);
        }
        catch
        {
            File.Delete(_path);
            throw;
        }
    }

    /// <summary>Whether rows hold pictures, so that features are computed from them: reading those twice is dear.</summary>
    public static bool IsWorthwhile(DataViewSchema schema) => schema.Any(c => IsPicture(c.Type));

    /// <summary>The features.</summary>
    public IDataView View { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        (View as IDisposable)?.Dispose();
        File.Delete(_path);
    }

    private static bool IsPicture(DataViewType type) => type is VectorDataViewType vector && vector.ItemType.Equals(NumberDataViewType.Byte);
}
