using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.SceneCaption;

namespace MlNetVad.Transforms;

/// <summary>Puts the objects of one clip into words.</summary>
internal sealed class SceneCaptionKernel(ObjectMeter meter, CaptionScales scales, bool perObject) : RowKernel
{
    private readonly List<ObjectWords> _words = [];
    private byte[] _clipScratch = [];
    private float[] _objectScratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<VBuffer<float>> Objects { get; } = new();

    public OutputSlot<ReadOnlyMemory<char>> Caption { get; } = Slots.Scalar<ReadOnlyMemory<char>>();

    public OutputSlot<VBuffer<ReadOnlyMemory<char>>> Captions { get; } = Slots.Vector<ReadOnlyMemory<char>>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Objects];

    public override IReadOnlyList<OutputSlot> Outputs => perObject ? [Captions] : [Caption];

    public override void Compute()
    {
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _clipScratch);             // [T, H, W, C]
        ReadOnlySpan<float> objects = Slots.Dense(in Objects.Value, ref _objectScratch);    // [n, 6]
        _words.Clear();
        foreach (ref readonly ObjectMeasures measures in meter.Measure(clip, objects))
        {
            _words.Add(scales.Describe(in measures));
        }

        if (perObject)
        {
            Span<ReadOnlyMemory<char>> captions = Captions.Fill(_words.Count);              // [n]
            ReadOnlySpan<ObjectWords> words = CollectionsMarshal.AsSpan(_words);
            for (int i = 0; i < words.Length; i++)
            {
                captions[i] = words[i].Sentence().AsMemory();
            }
        }
        else
        {
            Caption.Value = SceneSummary.Describe(_words).AsMemory();
        }
    }
}
