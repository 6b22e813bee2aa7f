using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The columns of a view. Of several columns with one name the last is visible.</summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _visible = new();

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (int i = 0; i < columns.Count; i++)
            _visible[columns[i].Name] = i;
        _columns = new Column[columns.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            DetachedColumn column = columns[i];
            _columns[i] = new Column(column.Name, i, _visible[column.Name] != i, column.Type, column.Annotations);
        }
    }

    public int Count => _columns.Length;

    public Column this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            return _visible.TryGetValue(name, out int index)
                ? _columns[index]
                : throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");
        }
    }

    public Column this[int columnIndex] => (uint)columnIndex < (uint)_columns.Length
        ? _columns[columnIndex]
        : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column? GetColumnOrNull(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _visible.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns";

    public readonly struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            Annotations = annotations;
        }

        public string Name { get; }

        public int Index { get; }

        public bool IsHidden { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }

        public override bool Equals(object obj) =>
            obj is Column other && Index == other.Index && Name == other.Name && IsHidden == other.IsHidden
            && Equals(Type, other.Type) && ReferenceEquals(Annotations, other.Annotations);

        public override int GetHashCode() => HashCode.Combine(Name, Index);

        public override string ToString() =>
            Annotations is null || Annotations.Schema.Count == 0 ? $"{Name}: {Type}" : $"{Name}: {Type} {Annotations}";
    }

    public readonly struct DetachedColumn
    {
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            Name = name;
            Type = type ?? throw new ArgumentNullException(nameof(type));
            Annotations = annotations ?? Annotations.Empty;
        }

        public DetachedColumn(Column column)
        {
            Name = column.Name;
            Type = column.Type;
            Annotations = column.Annotations;
        }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> _items = new();

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _items.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<Column> source)
        {
            foreach (Column column in source)
                _items.Add(new DetachedColumn(column));
        }

        public void AddColumns(IEnumerable<DetachedColumn> source) => _items.AddRange(source);

        public DataViewSchema ToSchema() => new(_items);
    }
}
