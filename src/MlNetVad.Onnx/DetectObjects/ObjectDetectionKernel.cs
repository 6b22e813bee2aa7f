using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Finds the objects of one clip's target frame.</summary>
internal sealed class ObjectDetectionKernel(FrameDetector detector, ClipShape shape, int target) : RowKernel
{
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public OutputSlot<VBuffer<float>> Objects { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip];

    public override IReadOnlyList<OutputSlot> Outputs => [Objects];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _scratch);                   // [T, H, W, C]
        List<Detection> found = detector.Detect(shape.Frame(clip, target));
        Span<float> objects = Objects.Fill(found.Count * Detection.Stride);                   // [n, 6]
        foreach (Detection box in found)
        {
            (objects[0], objects[1], objects[2], objects[3], objects[4], objects[5]) =
                (box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top, box.Score, box.Class);
            objects = objects[Detection.Stride..];
        }
    }
}
