using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Transforms;

/// <summary>Describes the motion of the objects of one clip.</summary>
internal sealed class MotionFeaturesKernel(MotionExtractor extractor) : RowKernel
{
    private byte[] _clipScratch = [];
    private float[] _objectScratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<VBuffer<float>> Objects { get; } = new();

    public OutputSlot<VBuffer<float>> Features { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Speed { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Objects];

    public override IReadOnlyList<OutputSlot> Outputs => [Features, Speed];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _clipScratch);             // [T, H, W, C]
        ReadOnlySpan<float> objects = Slots.Dense(in Objects.Value, ref _objectScratch);    // [n, 6]
        int count = objects.Length / 6;
        Span<float> features = Features.Fill(count * extractor.DescriptorLength);           // [n, d]
        Span<float> speeds = Speed.Fill(count);                                             // [n]
        extractor.Compute(clip, objects, features, speeds);
    }
}
