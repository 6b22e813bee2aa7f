using System.Numerics;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>
/// One row a number: cx, cy, width, height, then the classes, N boxes each; score = the best class. Rows of classes are searched whole
/// vectors at a time, for nearly all of their numbers are below the threshold. Holds its buffers: one instance a cursor.
/// </summary>
internal sealed class YoloV8Decoder(OutputLayout layout, float threshold) : IBoxDecoder
{
    private readonly float[] _best = new float[layout.Boxes];
    private readonly int[] _class = new int[layout.Boxes];
    private readonly List<int> _touched = [];

    public void Decode(ReadOnlySpan<float> output, List<Detection> found)
    {
        for (int id = 0; id < layout.Classes; id++)
        {
            Search(output.Slice((4 + id) * layout.Boxes, layout.Boxes), id);
        }

        _touched.Sort();
        foreach (int box in _touched)
        {
            found.Add(Detection.Around(
                output[box], output[layout.Boxes + box], output[(2 * layout.Boxes) + box], output[(3 * layout.Boxes) + box], _best[box], _class[box]));
            _best[box] = 0;
        }

        _touched.Clear();
    }

    private void Search(ReadOnlySpan<float> scores, int id)
    {
        var bar = new Vector<float>(threshold);
        int start = 0;
        for (; start <= scores.Length - Vector<float>.Count; start += Vector<float>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<float>(scores[start..]), bar))
            {
                Take(scores, start, start + Vector<float>.Count, id);
            }
        }

        Take(scores, start, scores.Length, id);
    }

    private void Take(ReadOnlySpan<float> scores, int start, int end, int id)
    {
        for (int box = start; box < end; box++)
        {
            float score = scores[box];
            if (score >= threshold && score > _best[box])
            {
                if (_best[box] == 0)
                {
                    _touched.Add(box);
                }

                (_best[box], _class[box]) = (score, id);
            }
        }
    }
}
