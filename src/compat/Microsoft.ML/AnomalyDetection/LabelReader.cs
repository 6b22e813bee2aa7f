using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A label as a number: of a key the first category is 0, and a missing one NaN.</summary>
internal static class LabelReader
{
    public static Func<float> Of(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType)
        {
            return Plain(row.GetGetter<float>(label));
        }

        return Type.GetTypeCode(label.Type.RawType) switch
        {
            TypeCode.Byte => Key(row.GetGetter<byte>(label)),
            TypeCode.UInt16 => Key(row.GetGetter<ushort>(label)),
            TypeCode.UInt32 => Key(row.GetGetter<uint>(label)),
            _ => Key(row.GetGetter<ulong>(label)),
        };
    }

    private static Func<float> Plain(ValueGetter<float> getter) => () =>
    {
        float value = 0;
        getter(ref value);
        return value;
    };

    private static Func<float> Key<T>(ValueGetter<T> getter)
        where T : struct, INumber<T> => () =>
    {
        T value = default;
        getter(ref value);
        return T.IsZero(value) ? float.NaN : float.CreateChecked(value) - 1;
    };
}
