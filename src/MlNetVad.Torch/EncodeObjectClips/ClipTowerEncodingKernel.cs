using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.EncodeObjectClips;

/// <summary>Encodes the frames of a row's object clips, some at a time.</summary>
internal sealed class ClipTowerEncodingKernel(ClipImageTower tower) : RowKernel
{
    private const int AtATime = 32;

    // of the pictures that CLIP was trained on, red, green, blue (Radford et al.'s own preprocessing)
    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f], Deviation = [0.26862954f, 0.26130258f, 0.27577711f];

    private byte[] _scratch = [];
    private readonly float[] _pictures = new float[AtATime * 3 * tower.ImageSize * tower.ImageSize];

    public InputSlot<VBuffer<byte>> Clips { get; } = new();

    public OutputSlot<VBuffer<float>> Vectors { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clips];

    public override IReadOnlyList<OutputSlot> Outputs => [Vectors];

    public override void Compute()
    {
        int plane = tower.ImageSize * tower.ImageSize, count = Clips.Value.Length / (3 * plane), width = tower.EmbeddingWidth;
        ReadOnlySpan<byte> clips = Slots.Dense(in Clips.Value, ref _scratch);                    // [m · n, 3, S, S]
        Span<float> vectors = Vectors.Fill(count * width);                                       // [m · n, E]
        for (int start = 0; start < count; start += AtATime)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable untracked = no_grad();
            int some = Math.Min(AtATime, count - start);
            tower.call(Pictures(clips.Slice(start * 3 * plane, some * 3 * plane), plane)).data<float>().CopyTo(vectors.Slice(start * width, some * width));
        }
    }

    // [B, 3, S, S], less CLIP's mean and over its deviation
    private torch.Tensor Pictures(ReadOnlySpan<byte> bytes, int plane)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            int channel = i / plane % 3;
            _pictures[i] = ((bytes[i] / 255f) - Mean[channel]) / Deviation[channel];
        }

        return tensor(_pictures, [AtATime, 3, tower.ImageSize, tower.ImageSize]).narrow(0, 0, bytes.Length / (3 * plane));
    }
}
