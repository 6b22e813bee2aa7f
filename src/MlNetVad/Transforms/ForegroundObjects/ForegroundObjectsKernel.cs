using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Finds the objects of one clip's target frame.</summary>
internal sealed class ForegroundObjectsKernel(ForegroundDetector detector, ClipShape shape, int target) : RowKernel
{
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public OutputSlot<VBuffer<float>> Objects { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip];

    public override IReadOnlyList<OutputSlot> Outputs => [Objects];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _scratch);               // [T, H, W, C]
        ReadOnlySpan<float> objects = detector.Detect(shape.Frame(clip, target));         // [n, 6]
        objects.CopyTo(Objects.Fill(objects.Length));
    }
}
