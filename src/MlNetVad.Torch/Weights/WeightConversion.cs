using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MlNetVad.Torch.Weights;

/// <summary>Between stored little-endian numbers and this machine's.</summary>
internal static class WeightConversion
{
    public static void Widen(WeightType type, ReadOnlySpan<byte> stored, Span<float> values)
    {
        switch (type)
        {
            case WeightType.F32:
                Read(stored, MemoryMarshal.Cast<float, int>(values));
                break;
            case WeightType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<short, Half>(Native(stored)), values);
                break;
            default:
                ReadOnlySpan<short> upper = Native(stored);
                Span<int> bits = MemoryMarshal.Cast<float, int>(values);
                for (int i = 0; i < bits.Length; i++)
                {
                    bits[i] = upper[i] << 16;
                }

                break;
        }
    }

    public static void Read(ReadOnlySpan<byte> stored, Span<int> values)
    {
        stored.CopyTo(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    public static void Read(ReadOnlySpan<byte> stored, Span<long> values)
    {
        stored.CopyTo(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    /// <summary>Stores floats; narrower types round to nearest, ties to even.</summary>
    /// <exception cref="VadException">A finite value is too big for the type.</exception>
    public static void Narrow(WeightType type, ReadOnlySpan<float> values, Span<byte> stored, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            switch (type)
            {
                case WeightType.F32:
                    BinaryPrimitives.WriteSingleLittleEndian(stored[(4 * i)..], value);
                    continue;
                case WeightType.F16:
                    Check((Half)value is var half && float.IsFinite(value) && !Half.IsFinite(half), type, value, name);
                    BinaryPrimitives.WriteHalfLittleEndian(stored[(2 * i)..], half);
                    continue;
                default:
                    ushort upper = ToBFloat16(value);
                    Check(float.IsFinite(value) && (upper & 0x7F80) == 0x7F80, type, value, name);
                    BinaryPrimitives.WriteUInt16LittleEndian(stored[(2 * i)..], upper);
                    continue;
            }
        }
    }

    private static void Check(bool overflows, WeightType type, float value, string name)
    {
        if (overflows)
        {
            throw new VadException($"The tensor '{name}' holds {value:R}, which {type} cannot store; save it as F32.");
        }
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value)
            ? (ushort)((bits >> 16) | 0x40)   // stays a NaN even if its payload was in the lower half
            : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static ReadOnlySpan<short> Native(ReadOnlySpan<byte> stored)
    {
        ReadOnlySpan<short> values = MemoryMarshal.Cast<byte, short>(stored);
        if (BitConverter.IsLittleEndian)
        {
            return values;
        }

        short[] reversed = new short[values.Length];
        BinaryPrimitives.ReverseEndianness(values, reversed);
        return reversed;
    }
}
