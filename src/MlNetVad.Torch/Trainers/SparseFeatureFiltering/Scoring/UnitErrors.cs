using System.Runtime.InteropServices;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>The errors of one unit: a frame, or one object's crop.</summary>
internal sealed class UnitErrors
{
    /// <summary>The pooled error of the predicted picture.</summary>
    public float Frame { get; set; }

    /// <summary>1 − cos of the text embeddings, 0 … 2; 0 where there is no text.</summary>
    public float Semantic { get; set; }

    /// <summary>The error map, row-major.</summary>
    public float[] Map { get; init; } = [];

    /// <summary>The predicted picture [H, W, C], grey levels 0 … 255; empty unless asked for.</summary>
    public float[] Picture { get; init; } = [];

    /// <summary>Share of the tokens that each filter took, [layers, N]; empty unless asked for.</summary>
    public float[] Routing { get; init; } = [];
}

/// <summary>Reads the errors of a batch of predictions.</summary>
internal sealed class ErrorReader(PredictorModel model, ErrorMapGrain grain, bool wantsPicture, bool wantsRouting)
{
    private readonly PredictorOptions _options = model.Network.Options;
    private readonly ErrorPooling _pooling = new(model.Size.Channels, model.Size.Height, model.Size.Width);
    private readonly PictureReader _pictures = new(model.Size);
    private readonly float[] _map = new float[model.Size.Height * model.Size.Width];

    /// <summary>Reads one batch.</summary>
    /// <param name="prediction">The network's.</param>
    /// <param name="target">The real frames [B, C, H, W].</param>
    /// <param name="text">The real text embeddings [B, S], or null.</param>
    /// <returns>The errors of each row.</returns>
    public UnitErrors[] Read(Prediction prediction, Tensor target, Tensor? text)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<float> predicted = Values(prediction.Frame);
        ReadOnlySpan<float> real = Values(target);
        ReadOnlySpan<float> semantic = text is null || prediction.Text is null
            ? new float[target.shape[0]]
            : Values(SemanticErrors.Of(text, prediction.Text));
        var units = new UnitErrors[target.shape[0]];
        for (int b = 0; b < units.Length; b++)
        {
            ReadOnlySpan<float> picture = predicted.Slice(b * model.Size.Elements, model.Size.Elements);
            units[b] = New(picture, prediction, b);
            ReadOnlySpan<float> came = real.Slice(b * model.Size.Elements, model.Size.Elements);
            _pooling.Map(picture, came, model.Pooling.Error, _map);
            units[b].Frame = model.Pooling.Pool(_pooling, _map, came);
            units[b].Semantic = semantic[b];
            _pooling.Cells(_map, grain == ErrorMapGrain.Pixel ? 1 : _options.PatchSize, units[b].Map);
        }

        return units;
    }

    private UnitErrors New(ReadOnlySpan<float> picture, Prediction prediction, int index)
    {
        int cell = grain == ErrorMapGrain.Pixel ? 1 : _options.PatchSize;
        return new UnitErrors
        {
            Map = new float[model.Size.Height / cell * (model.Size.Width / cell)],
            Picture = wantsPicture ? _pictures.Read(picture) : [],
            Routing = wantsRouting ? Loads(prediction, index) : [],
        };
    }

    private float[] Loads(Prediction prediction, int index)
    {
        float[] loads = new float[_options.DecoderDepth * _options.RoutedFilters];
        for (int layer = 0; layer < prediction.Counts.Count; layer++)
        {
            ReadOnlySpan<float> counts = Values(prediction.Counts[layer]).Slice(index * _options.RoutedFilters, _options.RoutedFilters);
            float sum = 0;
            foreach (float count in counts)
            {
                sum += count;
            }

            for (int i = 0; i < counts.Length; i++)
            {
                loads[(layer * _options.RoutedFilters) + i] = counts[i] / Math.Max(1, sum);
            }
        }

        return loads;
    }

    private static ReadOnlySpan<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes);
}

/// <summary>The semantic error.</summary>
internal static class SemanticErrors
{
    /// <summary><c>1 − cos</c> of two batches of embeddings [B, S]; 0 where there is no caption.</summary>
    public static Tensor Of(Tensor text, Tensor predicted) =>
        nn.functional.cosine_similarity(text, predicted, 1).Times(-1).Plus(1) * PredictorLosses.Captioned(text);
}
