using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>What is known of a column beside its type: named values, each behind a getter.</summary>
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        public DataViewSchema Schema { get; }

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if ((uint)column.Index >= (uint)_getters.Length)
                throw new ArgumentOutOfRangeException(nameof(column), $"There is no annotation '{column.Name}'.");
            return _getters[column.Index] as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Annotation '{column.Name}' has values of type '{column.Type.RawType}', but type '{typeof(TValue)}' was requested.");
        }

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            Column column = Schema.GetColumnOrNull(kind)
                ?? throw new InvalidOperationException($"There is no annotation '{kind}'.");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        internal Delegate GetterOf(Column column) => _getters[column.Index];

        public sealed class Builder
        {
            private readonly List<(DetachedColumn Column, Delegate Getter)> _items = new();

            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                ArgumentNullException.ThrowIfNull(selector);
                if (annotations is null)
                    return;
                foreach (Column column in annotations.Schema)
                {
                    if (selector(column.Name))
                        _items.Add((new DetachedColumn(column), annotations._getters[column.Index]));
                }
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null) =>
                AddChecked(name, type, getter, annotations);

            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null) =>
                AddChecked(name, type, getter, annotations);

            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                AddChecked(name, type, (ValueGetter<TValue>)((ref TValue result) => result = value), annotations);

            public Annotations ToAnnotations() =>
                new(new DataViewSchema(_items.ConvertAll(item => item.Column)), _items.Select(item => item.Getter).ToArray());

            private void AddChecked(string name, DataViewType type, Delegate getter, Annotations annotations)
            {
                ArgumentNullException.ThrowIfNull(getter);
                var column = new DetachedColumn(name, type, annotations);
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentException($"Annotation '{name}' of type {type} needs a getter of '{type.RawType}', not {getter.GetType()}.", nameof(type));
                _items.Add((column, getter));
            }
        }
    }
}
