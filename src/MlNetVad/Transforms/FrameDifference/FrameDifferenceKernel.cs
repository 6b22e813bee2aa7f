using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Subtracts each frame of a clip from the one after it.</summary>
internal sealed class FrameDifferenceKernel(int pairs, int frame) : RowKernel
{
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public OutputSlot<VBuffer<float>> Motion { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip];

    public override IReadOnlyList<OutputSlot> Outputs => [Motion];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _scratch);   // [T, H·W·C]
        Span<float> motion = Motion.Fill(pairs * frame);                      // [T − 1, H·W·C]
        ReadOnlySpan<byte> later = clip[frame..];
        for (int i = 0; i < motion.Length; i++)
        {
            motion[i] = later[i] - clip[i];
        }
    }
}
