using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Encodes the input frames of staged clips, each frame of a stream once.</summary>
internal interface IFrameEncoder : IDisposable
{
    /// <summary>Takes the input frames of a clip.</summary>
    /// <param name="row">The clip's row.</param>
    /// <param name="numbers">The numbers of the clip's pictures, [T + 1]: the same picture, the same number.</param>
    /// <param name="pictures">The pictures by number, as the network sees them.</param>
    void Stage(PredictorRow row, long[] numbers, IReadOnlyDictionary<long, float[]> pictures);

    /// <summary>Encodes what is new.</summary>
    /// <returns>For each of the T places in a clip the frames of all staged clips, [B, …].</returns>
    IReadOnlyList<FrameTokens> Encode();

    /// <summary>Forgets the staged clips, and all frames but those of the last.</summary>
    void Clear();
}

/// <summary>Tokens of encoded frames by number, for as long as a staged clip or the one before has the frame.</summary>
internal sealed class EncodedFrames
{
    private readonly Dictionary<long, FrameTokens> _encoded = [];
    private readonly List<long[]> _clips = [];

    /// <summary>Adds a clip.</summary>
    /// <param name="numbers">The numbers of its frames; the first of them are predicted from.</param>
    public void Stage(long[] numbers) => _clips.Add(numbers);

    /// <summary>Whether a frame is encoded.</summary>
    public bool Holds(long number) => _encoded.ContainsKey(number);

    /// <summary>Keeps a frame's tokens out of a batch of them.</summary>
    public void Keep(long number, FrameTokens batch, int index) =>
        _encoded[number] = new FrameTokens(Own(batch.Tokens, index), batch.Embedded is { } embedded ? Own(embedded, index) : null);

    /// <summary>The tokens of the frame at one place of each clip, [B, 1 + P, d].</summary>
    public FrameTokens Place(int place) => _clips.Count == 1
        ? _encoded[_clips[0][place]]
        : new FrameTokens(
            cat([.. _clips.Select(c => _encoded[c[place]].Tokens)], 0),
            _encoded[_clips[0][place]].Embedded is null ? null : cat([.. _clips.Select(c => _encoded[c[place]].Embedded!)], 0));

    /// <summary>Forgets the clips, and all frames but those of the last.</summary>
    public void Clear()
    {
        long[] last = _clips.Count > 0 ? _clips[^1] : [];
        foreach (long old in _encoded.Keys.Except(last).ToArray())
        {
            _encoded[old].Tokens.Dispose();
            _encoded[old].Embedded?.Dispose();
            _encoded.Remove(old);
        }

        _clips.Clear();
    }

    private static Tensor Own(Tensor batch, int index) => batch.narrow(0, index, 1).clone().DetachFromDisposeScope();
}
