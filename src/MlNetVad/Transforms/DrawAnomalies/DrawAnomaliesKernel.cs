using System.Numerics.Tensors;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.DrawAnomalies;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Draws one row.</summary>
/// <param name="shape">Of the clips.</param>
/// <param name="target">The frame of a clip that is drawn.</param>
/// <param name="threshold">The score above which a row is anomalous.</param>
/// <param name="hasBoxes">Whether objects are outlined.</param>
/// <param name="map">The heat map; null where the objects' scores make it.</param>
internal sealed class DrawAnomaliesKernel(ClipShape shape, ClipTarget target, float threshold, bool hasBoxes, HeatMap? map) : RowKernel
{
    private readonly FramePainter _painter = new(shape);
    private readonly float[] _heat = new float[shape.Height * shape.Width];
    private byte[] _clipScratch = [];
    private float[] _whereScratch = [];
    private float[] _partScratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<float> Score { get; } = new();

    /// <summary>The objects [n, 6]; the heat map once more where no objects are outlined.</summary>
    public InputSlot<VBuffer<float>> Where { get; } = new();

    /// <summary>The objects' scores [n], or the heat map [h, w].</summary>
    public InputSlot<VBuffer<float>> Parts { get; } = new();

    /// <summary>The kernel's own; each receiver gets one of its own, to dispose when it likes.</summary>
    public OutputSlot<MLImage> Overlay { get; } = new((in MLImage source, ref MLImage destination) => destination = Copy(source));

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Score, Where, Parts];

    public override IReadOnlyList<OutputSlot> Outputs => [Overlay];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _clipScratch);        // [T, H, W, C]
        ReadOnlySpan<float> where = Slots.Dense(in Where.Value, ref _whereScratch);
        ReadOnlySpan<float> parts = Slots.Dense(in Parts.Value, ref _partScratch);
        float score = Score.Value;
        CheckNumbers(score, where, parts);
        HeatScale scale = map is null ? HeatScale.OfObjects(score, threshold, parts) : HeatScale.OfMap(score, threshold, parts);

        Array.Clear(_heat);
        if (map is { } cells)
        {
            cells.For(parts.Length).Spread(parts, scale, shape, _heat);
        }
        else
        {
            ObjectHeat.Add(where, parts, scale, shape, _heat);
        }

        _painter.Begin(shape.Frame(clip, shape.TargetIndex(target)), _heat);
        for (int i = 0; hasBoxes && i < where.Length / 6; i++)
        {
            ReadOnlySpan<float> box = where.Slice(6 * i, 4);
            _painter.Box(box, isAnomaly: map is null ? scale.IsAnomaly(parts[i]) : HeatInside(box) > 0.5f);
        }

        _painter.Text(score, isAnomaly: score > threshold);
        Overlay.Value?.Dispose();
        Overlay.Value = _painter.ToImage();
    }

    public static MLImage Copy(MLImage image) => MLImage.CreateFromPixels(image.Width, image.Height, image.PixelFormat, image.Pixels);

    public override void Dispose() => Overlay.Value?.Dispose();

    // the warmest cell that a box lies in: 0.5 is the threshold
    private float HeatInside(ReadOnlySpan<float> box)
    {
        float most = 0;
        for (int y = shape.Row(box[1]); y < shape.Row(box[1] + box[3]); y++)
        {
            ReadOnlySpan<float> row = _heat.AsSpan(y * shape.Width, shape.Width)[shape.Column(box[0])..shape.Column(box[0] + box[2])];
            most = row.Length > 0 ? MathF.Max(most, TensorPrimitives.Max(row)) : most;
        }

        return most;
    }

    private void CheckNumbers(float score, ReadOnlySpan<float> where, ReadOnlySpan<float> parts)
    {
        if (map is null && where.Length != 6 * parts.Length)
        {
            throw new VadException($"A row has {Counted.Of(where.Length / 6, "object")} but {Counted.Of(parts.Length, "object score")}; the two columns that DrawAnomalies reads must belong together.");
        }

        if (!float.IsFinite(score) || !AllFinite(parts) || !AllFinite(where))
        {
            throw new VadException("A row's score, objects or heat map hold NaN or Infinity, which cannot be drawn; DrawAnomalies needs finite numbers.");
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
