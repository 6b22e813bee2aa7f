using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Joins row types and schemas: definitions, schemas, and the members behind columns.</summary>
internal static class TypedRows
{
    /// <summary>The schema that objects of a type have when seen through a definition (default: everything that can be read).</summary>
    public static DataViewSchema CreateSchema(Type type, SchemaDefinition definition = null)
    {
        var builder = new DataViewSchema.Builder();
        foreach (SchemaDefinition.Column column in definition ?? SchemaDefinition.Create(type, SchemaDefinition.Direction.Read))
        {
            DataViewType columnType = CheckedType(type, column);
            builder.AddColumn(column.ColumnName ?? column.MemberName, columnType, column.Annotations);
        }
        return builder.ToSchema();
    }

    /// <summary>The definition by which objects of a type give exactly the columns of a schema, types and annotations included.</summary>
    public static SchemaDefinition DefinitionFor(Type type, DataViewSchema schema)
    {
        SchemaDefinition definition = SchemaDefinition.Create(type, SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            SchemaDefinition.Column own = definition[column.Name]
                ?? throw new InvalidOperationException($"Type '{type}' does not contain a member corresponding to an input column '{column.Name}'.");
            own.ColumnType = column.Type;
            own.AddAnnotations(column.Annotations);
        }
        return definition;
    }

    public static MemberInfo MemberOf(Type type, SchemaDefinition.Column column)
    {
        const BindingFlags instance = BindingFlags.Public | BindingFlags.Instance;
        return (MemberInfo)type.GetField(column.MemberName, instance) ?? type.GetProperty(column.MemberName, instance)
            ?? throw new ArgumentOutOfRangeException(nameof(column), $"No field or property with name '{column.MemberName}' found to map to column '{column.ColumnName}'.");
    }

    private static DataViewType CheckedType(Type type, SchemaDefinition.Column column)
    {
        MemberInfo member = MemberOf(type, column);
        DataViewType columnType = column.ColumnType ?? MemberTypes.ColumnType(member);
        return MemberTypes.CanHold(MemberTypes.TypeOf(member), columnType)
            ? columnType
            : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.ColumnName}' is supposed to be {columnType}, but member '{member.Name}' is of type {MemberTypes.TypeOf(member)}.");
    }
}

/// <summary>Fills objects of a type from the current position of a row, through the row's getters.</summary>
internal sealed class RowReader<T>
    where T : class
{
    private readonly Action<T>[] _readers;

    public RowReader(DataViewRow row, SchemaDefinition definition = null, bool ignoreMissingColumns = false) =>
        _readers = Bind(row.Schema, definition, ignoreMissingColumns)
            .Select(pair => pair.Member.Reader(row, pair.Column))
            .ToArray();

    /// <summary>Sets the members that are columns; the others are left as they are.</summary>
    public void Read(T target)
    {
        foreach (Action<T> reader in _readers)
            reader(target);
    }

    /// <summary>The columns of a schema that a reader will ask for.</summary>
    /// <exception cref="InvalidOperationException">A column is missing or a member cannot hold its values.</exception>
    public static IReadOnlyList<DataViewSchema.Column> ColumnsNeeded(DataViewSchema schema, SchemaDefinition definition = null, bool ignoreMissingColumns = false) =>
        Bind(schema, definition, ignoreMissingColumns).ConvertAll(pair => pair.Column);

    private static List<(RowMember<T> Member, DataViewSchema.Column Column)> Bind(DataViewSchema schema, SchemaDefinition definition, bool ignoreMissing)
    {
        var bound = new List<(RowMember<T> Member, DataViewSchema.Column Column)>();
        foreach (SchemaDefinition.Column wanted in definition ?? SchemaDefinition.Create(typeof(T), SchemaDefinition.Direction.Write))
        {
            string name = wanted.ColumnName ?? wanted.MemberName;
            MemberInfo member = TypedRows.MemberOf(typeof(T), wanted);
            if (schema.GetColumnOrNull(name) is { } column)
            {
                if (!MemberTypes.CanHold(MemberTypes.TypeOf(member), column.Type))
                    throw new InvalidOperationException($"Can't bind the IDataView column '{name}' of type '{column.Type}' to field or property '{member.Name}' of type '{MemberTypes.TypeOf(member)}'.");
                bound.Add((RowMember<T>.Of(member), column));
            }
            else if (!ignoreMissing)
            {
                throw new InvalidOperationException($"Column '{name}' not found in the data view");
            }
        }
        return bound;
    }
}

/// <summary>Gives getters over objects of a type, one a column.</summary>
internal sealed class RowWriter<T>
    where T : class
{
    private readonly RowMember<T>[] _members;

    public RowWriter(SchemaDefinition definition = null)
    {
        definition ??= SchemaDefinition.Create(typeof(T), SchemaDefinition.Direction.Read);
        Schema = TypedRows.CreateSchema(typeof(T), definition);
        _members = definition.Select(column => RowMember<T>.Of(TypedRows.MemberOf(typeof(T), column))).ToArray();
    }

    /// <summary>One column for each of the definition's, in its order, annotations included.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type over whatever object is current when it is called.</summary>
    public Delegate CreateGetter(int column, Func<T> current) => _members[column].Getter(current);
}
