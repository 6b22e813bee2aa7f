using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// The features of a data set in temporary files: they are computed once, however often they are read, and memory stays flat, which ML.NET's own file, of
/// blocks of 8,192 rows, does not do where a row's looks are 50 KB. Pictures (vectors of bytes) are left out. The files go when this is disposed.
/// </summary>
internal sealed class FeatureSpool : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-features-").FullName;

    /// <summary>Computes all features.</summary>
    /// <exception cref="VadException">There is no room for them.</exception>
    public FeatureSpool(IDataView data)
    {
        string[] kept = [.. data.Schema.Where(c => !c.IsHidden && !IsPicture(c.Type) && ValueCodec.Of(c.Type.RawType) is not null).Select(c => c.Name).Distinct()];
        IDataView features = SchemaPromise.Stock.Transforms.SelectColumns(kept).Fit(data).Transform(data);
        List<SpooledColumn> columns = [];
        try
        {
            View = new SpooledView(features.Schema, columns, Write(features, columns));
        }
        catch (IOException e)
        {
            throw new VadException($"The features of the training video do not fit into the temporary folder '{Path.GetTempPath()}': {e.Message.TrimEnd('.')}. Make room there, or set TMPDIR to a larger folder.", e);
        }
        finally
        {
            columns.ForEach(column => column.Dispose());
            if (View is null)
            {
                Dispose();
            }
        }
    }

    /// <summary>Whether rows hold pictures, so that features are computed from them: reading those twice is dear.</summary>
    public static bool IsWorthwhile(DataViewSchema schema) => schema.Any(c => IsPicture(c.Type));

    /// <summary>The features.</summary>
    public IDataView View { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private long Write(IDataView features, List<SpooledColumn> columns)
    {
        using DataViewRowCursor cursor = features.GetRowCursor(features.Schema);
        columns.AddRange(features.Schema.Select(column => SpooledColumn.Begin(cursor, column, Path.Combine(_folder, $"{column.Index}"))));
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            columns.ForEach(column => column.Append());
        }

        columns.ForEach(column => column.Flush());
        return rows;
    }

    private static bool IsPicture(DataViewType type) => type is VectorDataViewType vector && vector.ItemType.Equals(NumberDataViewType.Byte);
}
