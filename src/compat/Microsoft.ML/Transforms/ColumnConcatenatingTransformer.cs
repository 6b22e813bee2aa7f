using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string Signature = "ConcatenateColumns";

    private readonly string _target;
    private readonly string[] _sources;

    internal ColumnConcatenatingTransformer(string target, string[] sources)
    {
        _target = target;
        _sources = sources;
    }

    internal static ColumnConcatenatingTransformer Load(ModelLoadContext ctx)
    {
        string target = ctx.ReadName();
        var sources = new string[ctx.ReadCount()];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = ctx.ReadName();
        }

        return new ColumnConcatenatingTransformer(target, sources);
    }

    internal static void CheckItem(string column, bool isKey, DataViewType item, DataViewType expected)
    {
        if (isKey)
        {
            throw new InvalidOperationException($"Column '{column}' is key. Concatenation of keys is unsupported.");
        }

        if (!item.Equals(expected))
        {
            throw new InvalidOperationException($"Concatenated columns should have the same type. Column '{column}' has type of {item}, but expected column type is {expected}.");
        }
    }

    private protected override RowMapping MakeMapping(DataViewSchema inputSchema)
    {
        var columns = Array.ConvertAll(_sources, name => SchemaMismatch.Find(inputSchema, name));
        var item = ItemOf(columns[0]);
        foreach (var column in columns)
        {
            CheckItem(column.Name, ItemOf(column) is KeyDataViewType, ItemOf(column), item);
        }

        bool known = columns.All(column => column.Type is not VectorDataViewType { IsKnownSize: false });
        int size = known ? columns.Sum(column => column.Type is VectorDataViewType vector ? vector.Size : 1) : 0;
        var type = new VectorDataViewType((PrimitiveDataViewType)item, size);
        return new Mapping(inputSchema, columns, new DataViewSchema.DetachedColumn(_target, type, ConcatenatedAnnotations.Of(columns, size)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        ctx.Writer.Write(_target);
        ctx.Writer.Write(_sources.Length);
        foreach (string source in _sources)
        {
            ctx.Writer.Write(source);
        }
    }

    private static DataViewType ItemOf(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;

    private sealed class Mapping(DataViewSchema input, DataViewSchema.Column[] sources, DataViewSchema.DetachedColumn target)
        : RowMapping(input, [target])
    {
        protected override void MarkDependencies(bool[] activeAdded, bool[] needed)
        {
            foreach (var source in sources)
            {
                needed[source.Index] = true;
            }
        }

        protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) =>
            [TypeFunction.Call(new Concatenation(input, sources), ItemOf(sources[0]).RawType)];
    }

    private sealed class Concatenation(DataViewRow row, DataViewSchema.Column[] sources) : ITypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            var parts = Array.ConvertAll(sources, source => source.Type is VectorDataViewType
                ? (IPart<T>)new VectorPart<T>(row.GetGetter<VBuffer<T>>(source))
                : new ScalarPart<T>(row.GetGetter<T>(source)));
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
            {
                int length = 0;
                foreach (var part in parts)
                {
                    length += part.Fetch();
                }

                var editor = VBufferEditor.Create(ref result, length);
                int start = 0;
                foreach (var part in parts)
                {
                    start += part.CopyTo(editor.Values[start..]);
                }

                result = editor.Commit();
            });
        }
    }

    private interface IPart<T>
    {
        int Fetch();

        int CopyTo(Span<T> target);
    }

    private sealed class ScalarPart<T>(ValueGetter<T> getter) : IPart<T>
    {
        public int Fetch() => 1;

        public int CopyTo(Span<T> target)
        {
            getter(ref target[0]);
            return 1;
        }
    }

    private sealed class VectorPart<T>(ValueGetter<VBuffer<T>> getter) : IPart<T>
    {
        private VBuffer<T> _value;

        public int Fetch()
        {
            getter(ref _value);
            return _value.Length;
        }

        public int CopyTo(Span<T> target)
        {
            _value.CopyTo(target);
            return _value.Length;
        }
    }
}
