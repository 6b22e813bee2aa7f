using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Loader;

/// <summary>A row of the model that this program scores.</summary>
public sealed class Example
{
    public float[] Features { get; set; } = [];
}

public sealed class Scored
{
    public float Score { get; set; }
}

internal static class Program
{
    /// <summary>Arguments: the zip, then rows as numbers joined by commas. Prints one score a line, by Transform and by PredictionEngine.</summary>
    private static int Main(string[] args)
    {
        var ml = new MLContext(seed: 1);
        var model = ml.Model.Load(args[0], out var schema);
        Example[] rows = [.. args.Skip(1).Select(Parse)];
        var scored = model.Transform(ml.Data.LoadFromEnumerable(rows, schema));
        using var engine = ml.Model.CreatePredictionEngine<Example, Scored>(model, schema);
        foreach (var (row, score) in rows.Zip(scored.GetColumn<float>("Score")))
        {
            Console.WriteLine($"{BitConverter.SingleToInt32Bits(score):x8} {BitConverter.SingleToInt32Bits(engine.Predict(row).Score):x8}");
        }

        return 0;
    }

    private static Example Parse(string row) =>
        new() { Features = [.. row.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture))] };
}
