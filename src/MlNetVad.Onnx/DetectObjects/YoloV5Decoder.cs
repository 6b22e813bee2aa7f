using System.Numerics.Tensors;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>One row a box: cx, cy, width, height, objectness, classes; score = objectness × class.</summary>
internal sealed class YoloV5Decoder(OutputLayout layout, float threshold) : IBoxDecoder
{
    public void Decode(ReadOnlySpan<float> output, List<Detection> found)
    {
        for (int at = 0; at < output.Length; at += layout.Attributes)
        {
            if (output[at + 4] >= threshold)
            {
                ReadOnlySpan<float> box = output.Slice(at, layout.Attributes);
                int best = TensorPrimitives.IndexOfMax(box[5..]);
                float score = box[4] * box[5 + best];
                if (score >= threshold)
                {
                    found.Add(Detection.Around(box[0], box[1], box[2], box[3], score, best));
                }
            }
        }
    }
}
