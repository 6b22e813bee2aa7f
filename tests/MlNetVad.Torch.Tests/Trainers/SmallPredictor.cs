using Microsoft.ML;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>A network small enough to train in a test, and generated video to train it on.</summary>
internal static class SmallPredictor
{
    public const int TextWidth = 8;

    public static PredictorOptions Network(int height = 32, int width = 48) => new()
    {
        Height = height,
        Width = width,
        PatchSize = 8,
        Dimension = 16,
        Heads = 2,
        MotionDimension = 16,
        DecoderDepth = 2,
        RoutedFilters = 7,
        ActiveFilters = 2,
        Reduction = 4,
        HeadChannels = 2,
        TextDimension = TextWidth,
    };

    public static SparseFeatureFilteringTrainer.Options Options(int steps = 12) => new()
    {
        Network = Network(),
        MaximumSteps = steps,
        Epochs = 1000,
        BatchSize = 2,
        CheckInterval = 5,
        LookAhead = 4,
        Seed = 3,
    };

    public static IDataView Clips(MLContext ml, int frames = 40, VadSplit split = VadSplit.Train, int clipLength = 5) =>
        VideoData.Load(ml, VadDataset.Open($"synthetic:scene?seed=1&videos=1&frames={frames}&width=96&height=64", split), new VideoOptions { ClipLength = clipLength });

    /// <summary>Clips with a made-up text embedding, and one for each of two made-up objects.</summary>
    public static IDataView ClipsWithText(MLContext ml, int frames = 40) => ml.Transforms.CustomMapping<Row, Extra>(
        (row, extra) =>
        {
            var rand = new Random((int)row.Frame);
            extra.Semantic = Numbers(rand, TextWidth);
            extra.Semantics = Numbers(rand, 2 * TextWidth);
            extra.Objects = [5 + rand.Next(20), 4, 12, 18, 1, 0, 25, 10, 10, 20, 1, 0];
        },
        null,
        outputSchemaDefinition: Bags()).Fit(Clips(ml, frames)).Transform(Clips(ml, frames));

    private static float[] Numbers(Random rand, int count) => [.. Enumerable.Range(0, count).Select(_ => rand.NextSingle() - 0.5f)];

    private static Microsoft.ML.Data.SchemaDefinition Bags()
    {
        var definition = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Extra));
        definition[nameof(Extra.Semantic)].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single, TextWidth);
        definition[nameof(Extra.Semantics)].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single, 0, TextWidth);
        definition[nameof(Extra.Objects)].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single, 0, 6);
        return definition;
    }

    private sealed class Row
    {
        public long Frame { get; set; }
    }

    private sealed class Extra
    {
        public float[] Semantic { get; set; } = [];

        public float[] Semantics { get; set; } = [];

        public float[] Objects { get; set; } = [];
    }
}
