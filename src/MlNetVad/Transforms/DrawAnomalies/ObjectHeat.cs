namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>Heat that fades from the middle of each box to its edge; where boxes overlap, the warmer one counts.</summary>
internal static class ObjectHeat
{
    /// <summary>Adds the objects.</summary>
    /// <param name="objects">[n, 6]: x, y, width, height, confidence, class.</param>
    /// <param name="scores">[n].</param>
    /// <param name="scale">Score to heat.</param>
    /// <param name="shape">Of the frame.</param>
    /// <param name="heat">[H, W].</param>
    public static void Add(ReadOnlySpan<float> objects, ReadOnlySpan<float> scores, HeatScale scale, ClipShape shape, Span<float> heat)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            float most = scale[scores[i]];
            ReadOnlySpan<float> box = objects.Slice(6 * i, 4);
            float across = box[2] / 2, down = box[3] / 2, middleX = box[0] + across, middleY = box[1] + down;
            for (int y = shape.Row(box[1]); y < shape.Row(box[1] + box[3]); y++)
            {
                float v = (y + 0.5f - middleY) / down;
                for (int x = shape.Column(box[0]); x < shape.Column(box[0] + box[2]); x++)
                {
                    float u = (x + 0.5f - middleX) / across;
                    ref float here = ref heat[(y * shape.Width) + x];
                    here = MathF.Max(here, most * (1 - (u * u) - (v * v)));
                }
            }
        }
    }
}
