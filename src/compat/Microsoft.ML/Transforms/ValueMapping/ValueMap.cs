using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A dictionary of scalars; a key that it lacks maps to the default of the value type. Values are shared, not copied.</summary>
internal abstract class ValueMap
{
    public abstract PrimitiveDataViewType KeyType { get; }

    public abstract PrimitiveDataViewType ValueType { get; }

    public static ValueMap Create<TIn, TOut>(IEnumerable<KeyValuePair<TIn, TOut>> pairs)
    {
        var keys = ScalarCodec.Of(typeof(TIn));
        var values = ScalarCodec.Of(typeof(TOut));
        return Empty(keys, values).Filled(pairs.Select(pair => (keys.ToRaw(pair.Key), values.ToRaw(pair.Value))));
    }

    public static ValueMap Load(ModelLoadContext ctx)
    {
        var keys = ScalarCodec.Read(ctx.Reader);
        var values = ScalarCodec.Read(ctx.Reader);
        int count = ctx.ReadCount();
        return Empty(keys, values).Filled(Enumerable.Range(0, count).Select(_ => (keys.ReadBoxed(ctx.Reader), values.ReadBoxed(ctx.Reader))));
    }

    public abstract Delegate GetterOf(DataViewRow row, DataViewSchema.Column source);

    public abstract void Save(BinaryWriter writer);

    protected abstract ValueMap Filled(IEnumerable<(object Key, object Value)> pairs);

    private static ValueMap Empty(ScalarCodec keys, ScalarCodec values) =>
        (ValueMap)Activator.CreateInstance(typeof(ValueMap<,>).MakeGenericType(keys.Type.RawType, values.Type.RawType), keys, values);
}

internal sealed class ValueMap<TKey, TValue>(ScalarCodec keys, ScalarCodec values) : ValueMap
{
    private readonly Dictionary<TKey, TValue> _map = new(keys.Comparer as IEqualityComparer<TKey>);

    public override PrimitiveDataViewType KeyType => keys.Type;

    public override PrimitiveDataViewType ValueType => values.Type;

    public override Delegate GetterOf(DataViewRow row, DataViewSchema.Column source)
    {
        var getter = row.GetGetter<TKey>(source);
        var key = default(TKey);
        return (ValueGetter<TValue>)((ref TValue result) =>
        {
            getter(ref key);
            _map.TryGetValue(key, out result);
        });
    }

    public override void Save(BinaryWriter writer)
    {
        keys.WriteKind(writer);
        values.WriteKind(writer);
        writer.Write(_map.Count);
        foreach (var (key, value) in _map)
        {
            keys.WriteBoxed(writer, key);
            values.WriteBoxed(writer, value);
        }
    }

    protected override ValueMap Filled(IEnumerable<(object Key, object Value)> pairs)
    {
        foreach (var (key, value) in pairs)
        {
            if (!_map.TryAdd((TKey)key, (TValue)value))
            {
                throw new InvalidOperationException($"Duplicate keys in data: the key '{key}' of the value map occurs more than once.");
            }
        }

        return this;
    }
}
