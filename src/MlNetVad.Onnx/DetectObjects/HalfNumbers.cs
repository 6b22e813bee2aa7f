using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Numbers of 16 bits, as networks exported in half precision take and give them.</summary>
internal static class HalfNumbers
{
    /// <summary>Rounds to the nearest.</summary>
    public static Float16[] Of(ReadOnlySpan<float> values)
    {
        var halves = new Float16[values.Length];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<Float16, Half>(halves.AsSpan()));
        return halves;
    }

    /// <summary>Exactly the same numbers.</summary>
    public static float[] Widen(ReadOnlySpan<Float16> halves)
    {
        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(halves), values);
        return values;
    }
}
