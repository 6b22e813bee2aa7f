using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>What the stored types are for torch.</summary>
internal static class WeightTypes
{
    private static readonly Dictionary<WeightType, (ScalarType Scalar, int Bytes)> All = new()
    {
        [WeightType.F64] = (ScalarType.Float64, sizeof(double)),
        [WeightType.F32] = (ScalarType.Float32, sizeof(float)),
        [WeightType.F16] = (ScalarType.Float16, sizeof(short)),
        [WeightType.BF16] = (ScalarType.BFloat16, sizeof(short)),
        [WeightType.I64] = (ScalarType.Int64, sizeof(long)),
        [WeightType.I32] = (ScalarType.Int32, sizeof(int)),
        [WeightType.I16] = (ScalarType.Int16, sizeof(short)),
        [WeightType.I8] = (ScalarType.Int8, sizeof(sbyte)),
        [WeightType.U8] = (ScalarType.Byte, sizeof(byte)),
        [WeightType.BOOL] = (ScalarType.Bool, sizeof(byte)),
    };

    private static readonly Dictionary<ScalarType, WeightType> Stored = All.ToDictionary(e => e.Value.Scalar, e => e.Key);
    private static readonly Dictionary<string, WeightType> Named = All.Keys.ToDictionary(type => type.ToString(), StringComparer.Ordinal);

    /// <summary>The names of all types, for messages.</summary>
    public static string Names => string.Join(", ", Named.Keys);

    /// <summary>Bytes of a number.</summary>
    public static int Bytes(this WeightType type) => All[type].Bytes;

    /// <summary>The type of a tensor whose bytes are those of the file.</summary>
    public static ScalarType Scalar(this WeightType type) => All[type].Scalar;

    /// <summary>Whether it is a type of floats.</summary>
    public static bool IsFloat(this WeightType type) => type is WeightType.F64 or WeightType.F32 or WeightType.F16 or WeightType.BF16;

    /// <summary>The type of a header's <c>dtype</c>.</summary>
    public static bool TryParse(string name, out WeightType type) => Named.TryGetValue(name, out type);

    /// <summary>The type that stores the numbers of a tensor as they are.</summary>
    public static bool TryStore(ScalarType scalar, [NotNullWhen(true)] out WeightType? type)
    {
        bool known = Stored.TryGetValue(scalar, out WeightType stored);
        type = known ? stored : null;
        return known;
    }
}
