namespace MlNetVad.Onnx.DetectObjects;

/// <summary>One row a box that the network has chosen itself: left, top, right, bottom, score, class id.</summary>
internal sealed class EndToEndDecoder(OutputLayout layout, DetectorClasses classes, float threshold, string file) : IBoxDecoder
{
    public void Decode(ReadOnlySpan<float> output, List<Detection> found)
    {
        for (int at = 0; at < output.Length; at += layout.Attributes)
        {
            ReadOnlySpan<float> box = output.Slice(at, layout.Attributes);
            if (!(box[4] >= threshold))
            {
                continue;
            }

            if (!(box[5] >= 0 && box[5] < classes.Names.Count && box[5] == MathF.Floor(box[5])))
            {
                throw new VadException($"'{file}' gave a box of class {box[5]}, but it has the classes 0 to {classes.Names.Count - 1}; give the names of all its classes (ClassNamesPath), or the Format of its output.");
            }

            found.Add(new Detection(box[0], box[1], box[2], box[3], box[4], (int)box[5]));
        }
    }
}
