using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>The values of the columns that pass by, kept for the rows that were read ahead.</summary>
internal sealed class PassedColumns
{
    private readonly Dictionary<int, Kept> _columns = [];
    private readonly DataViewRowId[] _ids;
    private readonly ValueGetter<DataViewRowId> _id;

    public PassedColumns(DataViewRowCursor source, IEnumerable<DataViewSchema.Column> columns, int count)
    {
        foreach (DataViewSchema.Column column in columns)
        {
            _columns[column.Index] = Kept.Of(source, column, count);
        }

        _ids = new DataViewRowId[count];
        _id = source.GetIdGetter();
    }

    /// <summary>Keeps the source's current row in a place.</summary>
    public void Keep(int place)
    {
        _id(ref _ids[place]);
        foreach (Kept column in _columns.Values)
        {
            column.Keep(place);
        }
    }

    /// <summary>The id of a kept row.</summary>
    public DataViewRowId Id(int place) => _ids[place];

    /// <summary>A getter of a column at the current place.</summary>
    public Delegate Getter<T>(DataViewSchema.Column column, Func<int> place) => _columns[column.Index].Getter(place);

    private abstract class Kept
    {
        public abstract void Keep(int place);

        public abstract Delegate Getter(Func<int> place);

        public static Kept Of(DataViewRowCursor source, DataViewSchema.Column column, int count)
        {
            Type raw = column.Type.RawType;
            Type kind = raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>)
                ? typeof(KeptVector<>).MakeGenericType(raw.GetGenericArguments())
                : typeof(KeptScalar<>).MakeGenericType(raw);
            return (Kept)Activator.CreateInstance(kind, BindingFlags.Instance | BindingFlags.Public, null, [source, column, count], null)!;
        }
    }

    private sealed class KeptScalar<T>(DataViewRowCursor source, DataViewSchema.Column column, int count) : Kept
    {
        private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);
        private readonly T[] _values = new T[count];

        public override void Keep(int place) => _getter(ref _values[place]);

        public override Delegate Getter(Func<int> place)
        {
            ValueGetter<T> getter = (ref T value) => value = _values[place()];
            return getter;
        }
    }

    private sealed class KeptVector<T>(DataViewRowCursor source, DataViewSchema.Column column, int count) : Kept
    {
        private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);
        private readonly VBuffer<T>[] _values = new VBuffer<T>[count];

        public override void Keep(int place) => _getter(ref _values[place]);

        public override Delegate Getter(Func<int> place)
        {
            ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) => _values[place()].CopyTo(ref value);
            return getter;
        }
    }
}
