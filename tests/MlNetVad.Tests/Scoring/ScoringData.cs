using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Tests.Scoring;

/// <summary>Small views for the tests of trainers and scoring.</summary>
internal static class ScoringData
{
    /// <summary>Rows whose features are a bag of vectors, <c>Vector&lt;Single, *, width&gt;</c>.</summary>
    public static IDataView Bags(MLContext ml, int width, params IEnumerable<BagRow> rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(BagRow));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, width);
        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>Rows with one vector of known size.</summary>
    public static IDataView Vectors(MLContext ml, int width, IEnumerable<float[]> vectors)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(VectorRow));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(vectors.Select(v => new VectorRow { Features = v }), definition);
    }

    /// <summary>Rows with a score a frame.</summary>
    public static IDataView Scores(MLContext ml, params IEnumerable<(string Video, long Frame, float Score)> rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(r => new ScoreRow { Video = r.Video, Frame = r.Frame, Score = r.Score }));

    /// <summary>Unit vectors around planted directions: axis m of the space, m = 0 … modes − 1, with seeded noise.</summary>
    public static IEnumerable<float[]> Planted(int count, int width, int modes, double noise, int seed)
    {
        var rand = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            float[] vector = new float[width];
            for (int j = 0; j < width; j++)
            {
                vector[j] = (float)((noise * (rand.NextDouble() - 0.5)) + (j == i % modes ? 1 : 0));
            }

            yield return vector;
        }
    }

    internal sealed class BagRow
    {
        public string Video { get; set; } = "v";

        public long Frame { get; set; }

        public float[] Features { get; set; } = [];

        public float[] ModeScores { get; set; } = [];

        public float[] Speeds { get; set; } = [];
    }

    internal sealed class VectorRow
    {
        public float[] Features { get; set; } = [];
    }

    internal sealed class ScoreRow
    {
        public string Video { get; set; } = "v";

        public long Frame { get; set; }

        public float Score { get; set; }
    }
}
