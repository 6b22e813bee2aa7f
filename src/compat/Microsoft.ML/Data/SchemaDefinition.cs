using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which members of a row type are columns, of what name and type; may be changed before use.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    internal SchemaDefinition()
    {
    }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column name is specified as '{columnName}' but must match the value's column name '{value.ColumnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index < 0)
                Add(value);
            else
                this[index] = value;
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in MemberTypes.ColumnMembers(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition[name] is not null)
                throw new ArgumentOutOfRangeException(nameof(userType), $"Duplicate column name '{name}' detected in {userType}, this is disallowed.");
            definition.Add(new Column(member.Name, name, MemberTypes.ColumnType(member)));
        }
        return definition;
    }

    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            if (Annotations.Schema.GetColumnOrNull(kind) is not null)
                throw new InvalidOperationException($"Column '{ColumnName}' already has an annotation '{kind}'.");
            _annotations.Add(kind, annotationType, (ref T result) => result = value);
        }

        internal void AddAnnotations(DataViewSchema.Annotations annotations) => _annotations.Add(annotations, _ => true);
    }
}
