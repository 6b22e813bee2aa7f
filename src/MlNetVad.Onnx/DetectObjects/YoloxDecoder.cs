using System.Numerics.Tensors;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Reads one picture's output.</summary>
internal interface IBoxDecoder
{
    /// <summary>Appends the boxes whose score reaches the threshold, in pixels of the network's picture.</summary>
    /// <param name="output">The numbers of one picture.</param>
    /// <param name="found">Gets the boxes.</param>
    void Decode(ReadOnlySpan<float> output, List<Detection> found);
}

/// <summary>
/// Three grids of strides 8, 16 and 32 in row order: cx = (x + gx) · s, w = exp(w) · s, score = objectness × class
/// (Z. Ge et al., "YOLOX: Exceeding YOLO Series in 2021", section 2.1, anchor-free).
/// </summary>
internal sealed class YoloxDecoder(OutputLayout layout, float threshold, int height, int width) : IBoxDecoder
{
    private static readonly int[] Strides = [8, 16, 32];

    /// <summary>The cells of all grids.</summary>
    public static int Cells(int height, int width) => Strides.Sum(s => height / s * (width / s));

    public void Decode(ReadOnlySpan<float> output, List<Detection> found)
    {
        int at = 0;
        foreach (int stride in Strides)
        {
            for (int y = 0; y < height / stride; y++)
            {
                for (int x = 0; x < width / stride; x++, at += layout.Attributes)
                {
                    // a score is at most its objectness, so most cells are settled by one number
                    if (output[at + 4] >= threshold)
                    {
                        Add(output.Slice(at, layout.Attributes), x, y, stride, found);
                    }
                }
            }
        }
    }

    private void Add(ReadOnlySpan<float> cell, int x, int y, int stride, List<Detection> found)
    {
        int best = TensorPrimitives.IndexOfMax(cell[5..]);
        float score = cell[4] * cell[5 + best];
        if (score >= threshold)
        {
            found.Add(Detection.Around(
                (cell[0] + x) * stride, (cell[1] + y) * stride, MathF.Exp(cell[2]) * stride, MathF.Exp(cell[3]) * stride, score, best));
        }
    }
}
