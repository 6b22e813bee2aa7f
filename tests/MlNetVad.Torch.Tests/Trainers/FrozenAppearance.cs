using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>
/// Clips with the tokens of a made-up vision tower: a fixed random projection of each patch, bent, and their mean in front.
/// A network of the papers' kind, small.
/// </summary>
internal static class FrozenAppearance
{
    public const int Frames = 4, Width = 12, Rows = 4, Columns = 6, Patches = Rows * Columns;
    private const int FrameBytes = 64 * 96;
    private static readonly float[][] Projection = [.. Enumerable.Range(0, Width).Select(i => Numbers(new Random(i), 256))];

    public static PredictorOptions Network()
    {
        PredictorOptions paper = PredictorOptions.Paper();
        (paper.Height, paper.Width, paper.PatchSize, paper.Channels, paper.AppearanceTokenWidth) = (Rows * 8, Columns * 8, 8, 1, 0);
        (paper.Dimension, paper.MotionDimension, paper.MotionDepth, paper.FusionDepth, paper.DecoderDepth) = (16, 16, 1, 1, 2);
        (paper.RoutedFilters, paper.ActiveFilters, paper.Reduction, paper.HeadChannels, paper.TextDimension) = (7, 2, 4, 8, SmallPredictor.TextWidth);
        return paper;
    }

    public static SparseFeatureFilteringTrainer.Options Options(int steps = 12, bool embeddings = false)
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(steps);
        options.Network = Network();
        options.AppearanceColumnName = "Appearance";
        options.AppearanceEmbeddingColumnName = embeddings ? "Embedding" : null;
        return options;
    }

    /// <summary>Clips with text, tokens [frames, tokens, width] and embeddings [1, tokens − 1, embedded].</summary>
    public static IDataView Clips(MLContext ml, int video = 40, float scale = 1, int frames = Frames, int tokens = 1 + Patches, int width = Width, int embedded = Width)
    {
        IDataView clips = SmallPredictor.ClipsWithText(ml, video);
        var definition = SchemaDefinition.Create(typeof(Tokens));
        definition[nameof(Tokens.Appearance)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, frames, tokens, width);
        definition[nameof(Tokens.Embedding)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, tokens - 1, embedded);
        return ml.Transforms.CustomMapping<Row, Tokens>(Make, null, outputSchemaDefinition: definition).Fit(clips).Transform(clips);

        void Make(Row row, Tokens made)
        {
            byte[] clip = [.. row.Clip.DenseValues()];   // [5, 64, 96, 1]
            made.Appearance = [.. Enumerable.Range(0, frames).SelectMany(t => Hidden(clip.AsSpan(t * FrameBytes), tokens, width)).Select(v => v * scale)];
            made.Embedding = Embedded(clip.AsSpan((Frames - 1) * FrameBytes), tokens - 1, embedded);
        }
    }

    // [1 + P, w]: bent embeddings behind their mean
    private static float[] Hidden(ReadOnlySpan<byte> frame, int tokens, int width)
    {
        float[] patches = Embedded(frame, tokens - 1, width);
        IEnumerable<float> mean = Enumerable.Range(0, width).Select(d => Enumerable.Range(0, tokens - 1).Average(p => patches[(p * width) + d]));
        return [.. mean.Concat(patches).Select(MathF.Tanh)];
    }

    // [P, w]
    private static float[] Embedded(ReadOnlySpan<byte> frame, int patches, int width)
    {
        float[] embedded = new float[patches * width];
        for (int i = 0; i < embedded.Length; i++)
        {
            embedded[i] = Project(frame, i / width % Patches, Projection[i % width % Width]);
        }

        return embedded;
    }

    private static float Project(ReadOnlySpan<byte> frame, int patch, float[] weights)
    {
        int top = patch / Columns * 16, left = patch % Columns * 16;
        float sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * frame[((top + (i / 16)) * 96) + left + (i % 16)] / 255f;
        }

        return sum / 4;
    }

    private static float[] Numbers(Random rand, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * rand.NextSingle()) - 1)];

    private sealed class Row
    {
        public VBuffer<byte> Clip { get; set; }
    }

    private sealed class Tokens
    {
        public float[] Appearance { get; set; } = [];

        public float[] Embedding { get; set; } = [];
    }
}
