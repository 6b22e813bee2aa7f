using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Compat.Conformance.Loader;

public sealed class Nothing;

public sealed class KeyRow
{
    public bool Key { get; set; }
}

public sealed class PayloadInput
{
    public ReadOnlyMemory<char> Payload { get; set; }

    [VectorType]
    public VBuffer<float> In { get; set; }
}

public sealed class PayloadOutput
{
    public float Out { get; set; }
}

public sealed class Number
{
    public float Value { get; set; }
}

public sealed class Doubled
{
    public float Twice { get; set; }
}

public sealed class Counter
{
    public int Count { get; set; }
}

public sealed class RunningIndex
{
    public int Index { get; set; }
}

/// <summary>A column that is true in every row: the key under which a value map holds a payload.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class ConstantKeyContract : CustomMappingFactory<Nothing, KeyRow>
{
    public const string Name = "Conformance.ConstantKey";

    public static void Map(Nothing source, KeyRow target) => target.Key = true;

    public override Action<Nothing, KeyRow> GetMapping() => Map;
}

/// <summary>Scores a vector with the weights that travel in the payload.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class WeightedSumContract : CustomMappingFactory<PayloadInput, PayloadOutput>
{
    public const string Name = "Conformance.WeightedSum";

    public static string Encode(IEnumerable<float> weights) =>
        string.Join(' ', weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));

    public static void Map(PayloadInput source, PayloadOutput target)
    {
        float[] weights = [.. source.Payload.ToString().Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        target.Out = source.In.DenseValues().Select((value, i) => value * weights[i]).Sum();
    }

    public override Action<PayloadInput, PayloadOutput> GetMapping() => Map;
}

[CustomMappingFactoryAttribute(Name)]
public sealed class DoublingContract : CustomMappingFactory<Number, Doubled>
{
    public const string Name = "Conformance.Doubling";

    public static void Map(Number source, Doubled target) => target.Twice = 2 * source.Value;

    public override Action<Number, Doubled> GetMapping() => Map;
}

[CustomMappingFactoryAttribute(Name)]
public sealed class CountingContract : StatefulCustomMappingFactory<Number, RunningIndex, Counter>
{
    public const string Name = "Conformance.Counting";

    public static void Map(Number source, RunningIndex target, Counter state) => target.Index = state.Count++;

    public static void Start(Counter state) => state.Count = 100;

    public override Action<Number, RunningIndex, Counter> GetMapping() => Map;

    public override Action<Counter> GetStateInitAction() => Start;
}
