using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Finds the objects of one clip's target frame.</summary>
internal sealed class ObjectDetectionKernel(FrameDetector detector, KnownObjects? known, ClipShape shape, int target) : RowKernel
{
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public OutputSlot<VBuffer<float>> Objects { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip];

    public override IReadOnlyList<OutputSlot> Outputs => [Objects];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _scratch);                   // [T, H, W, C]
        ReadOnlySpan<byte> frame = shape.Frame(clip, target);                                 // [H, W, C]
        float[] found = known is null ? Search(frame) : known.Get(frame, Search);
        found.CopyTo(Objects.Fill(found.Length));                                             // [n, 6]
    }

    private float[] Search(ReadOnlySpan<byte> frame)
    {
        List<Detection> found = detector.Detect(frame);
        var objects = new float[found.Count * Detection.Stride];
        Span<float> rest = objects;
        foreach (Detection box in found)
        {
            (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5]) =
                (box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top, box.Score, box.Class);
            rest = rest[Detection.Stride..];
        }

        return objects;
    }
}
