using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes views of data, and views of views.</summary>
public sealed class DataOperationsCatalog
{
    internal DataOperationsCatalog(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class =>
        new EnumerableView<TRow>(data, schemaDefinition);

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableView<TRow>(data, TypedRows.DefinitionFor(typeof(TRow), schema));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data,
        bool reuseRowObject,
        bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        IReadOnlyList<DataViewSchema.Column> columns = RowReader<TRow>.ColumnsNeeded(data.Schema, schemaDefinition, ignoreMissingColumns);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using DataViewRowCursor cursor = data.GetRowCursor(columns);
            var reader = new RowReader<TRow>(cursor, schemaDefinition, ignoreMissingColumns);
            TRow row = null;
            while (cursor.MoveNext())
            {
                if (row is null || !reuseRowObject)
                    row = new TRow();
                reader.Read(row);
                yield return row;
            }
        }
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch) => new CacheView(input, columnsToPrefetch);

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = input.Schema[columnName];
        if (!column.Type.Equals(NumberDataViewType.Single) && !column.Type.Equals(NumberDataViewType.Double))
            throw new ArgumentOutOfRangeException(nameof(columnName), $"Column '{columnName}' is filtered by number and must be Single or Double, but is {column.Type}.");
        return new RangeView(input, column, lowerBound, upperBound);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true) =>
        new ShuffleView(input, seed ?? Environment.Register(nameof(ShuffleRows)).Rand.Next(), shufflePoolSize, shuffleSource);

    public IDataView SkipRows(IDataView input, long count) => new SkipTakeView(input, count, long.MaxValue);

    public IDataView TakeRows(IDataView input, long count) => new SkipTakeView(input, 0, count);
}
