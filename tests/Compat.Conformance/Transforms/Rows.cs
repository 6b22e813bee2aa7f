using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

internal sealed class Mixed
{
    public float X { get; set; }

    public float Y { get; set; }

    public string Name { get; set; } = "";

    public bool Flag { get; set; }

    [VectorType(2)]
    public float[] Pair { get; set; } = [0, 0];

    public float[] Bag { get; set; } = [];

    public static Mixed[] Some { get; } =
    [
        new() { X = 1, Y = -4, Name = "one", Flag = true, Pair = [1, 10], Bag = [7] },
        new() { X = 2, Y = 0, Name = "two", Pair = [2, 20] },
        new() { X = 4, Y = 2, Name = "four", Flag = true, Pair = [4, -40], Bag = [8, 9] },
    ];
}

internal static class Vectors
{
    public static float[][] Read(IDataView view, string column) =>
        [.. view.GetColumn<VBuffer<float>>(column).Select(vector => vector.DenseValues().ToArray())];
}
