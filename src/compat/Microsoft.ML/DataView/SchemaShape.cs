using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator promises about the schema before it has seen data: names and kinds without sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Nothing = new([]);
    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns) =>
        _columns = (columns ?? throw new ArgumentNullException(nameof(columns))).ToArray();

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of a schema's visible columns.</summary>
    internal static SchemaShape Create(DataViewSchema schema)
    {
        var columns = new List<Column>(schema.Count);
        foreach (DataViewSchema.Column column in schema)
        {
            if (!column.IsHidden)
                columns.Add(Column.Create(column.Name, column.Type, Create(column.Annotations.Schema)));
        }
        return new SchemaShape(columns);
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        int index = Array.FindLastIndex(_columns, candidate => candidate.Name == name);
        column = index < 0 ? default : _columns[index];
        return index >= 0;
    }

    /// <summary>This shape with some columns added; a column of the same name is replaced where it stands.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        List<Column> columns = [.. _columns];
        foreach (Column column in added)
        {
            int index = columns.FindIndex(candidate => candidate.Name == column.Name);
            if (index < 0)
                columns.Add(column);
            else
                columns[index] = column;
        }
        return new SchemaShape(columns);
    }

    public readonly struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            Name = name;
            Kind = vecKind;
            ItemType = itemType ?? throw new ArgumentNullException(nameof(itemType));
            IsKey = isKey;
            Annotations = annotations ?? Nothing;
        }

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        /// <summary>The shape of one column type: a key's item type is the number it is stored as.</summary>
        internal static Column Create(string name, DataViewType type, SchemaShape annotations = null)
        {
            var kind = VectorKind.Scalar;
            DataViewType item = type;
            if (type is VectorDataViewType vector)
            {
                kind = vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
                item = vector.ItemType;
            }
            bool isKey = item is KeyDataViewType;
            if (isKey)
                item = DataViewTypeManager.PrimitiveOrNull(item.RawType);
            return new Column(name, kind, item, isKey, annotations);
        }

        internal string GetTypeString()
        {
            string text = ItemType.ToString();
            if (IsKey)
                text = $"Key<{text}>";
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{text}>",
                VectorKind.VariableVector => $"VarVector<{text}>",
                _ => text,
            };
        }

        internal bool IsCompatibleWith(Column source) =>
            Kind == source.Kind && IsKey == source.IsKey && ItemType.Equals(source.ItemType)
            && Annotations.All(wanted => source.Annotations.TryFindColumn(wanted.Name, out Column found) && wanted.IsCompatibleWith(found));

        internal Column Renamed(string name) => new(name, Kind, ItemType, IsKey, Annotations);
    }
}
