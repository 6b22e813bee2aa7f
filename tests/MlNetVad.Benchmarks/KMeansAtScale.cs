using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Trainers;

namespace MlNetVad.Benchmarks;

/// <summary>Fits the mini-batch form of spherical k-means to more rows than anyone would hold, and prints time and peak memory.</summary>
internal static class KMeansAtScale
{
    private const int Width = 512;
    private const int Directions = 16;

    public static void Run(int rows)
    {
        var ml = new MLContext(seed: 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        IDataView data = ml.Data.LoadFromEnumerable(Generate(rows), schema);

        var clock = Stopwatch.StartNew();
        CosineKMeansTransformer model = ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options
        {
            NumberOfModes = Directions,
            MaximumTrainingVectors = null,
            MiniBatchSize = 4096,
        }).Fit(data);
        Console.WriteLine(
            $"{rows:N0} rows of {Width}, {Directions} modes: {clock.Elapsed.TotalSeconds:0.0} s, mean 1 - cos {model.Model.Objective:0.0000}, " +
            $"peak memory {PeakMemory.Megabytes():0} MB (the rows alone are {4.0 * rows * Width / 1e6:N0} MB)");
    }

    /// <summary>Noisy rows around planted directions, the same on every pass.</summary>
    private static IEnumerable<Row> Generate(int rows)
    {
        var random = new Random(1);
        float[][] planted = Enumerable.Range(0, Directions).Select(_ => Enumerable.Range(0, Width).Select(_ => (2 * random.NextSingle()) - 1).ToArray()).ToArray();
        var row = new Row();
        for (int i = 0; i < rows; i++)
        {
            float[] direction = planted[random.Next(Directions)];
            for (int j = 0; j < Width; j++)
            {
                row.Features[j] = direction[j] + random.NextSingle() - 0.5f;
            }

            yield return row;
        }
    }

    private sealed class Row
    {
        public float[] Features = new float[Width];
    }
}
