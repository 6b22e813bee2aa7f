using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Encodes the input frames of staged clips, each frame of a stream once, and each by itself.</summary>
internal interface IFrameEncoder : IDisposable
{
    /// <summary>Takes the input frames of a clip.</summary>
    /// <param name="row">The clip's row.</param>
    /// <param name="numbers">The numbers of the clip's pictures, [T + 1]: the same picture, the same number.</param>
    /// <param name="pictures">The pictures by number, as the network sees them.</param>
    void Stage(PredictorRow row, long[] numbers, IReadOnlyDictionary<long, float[]> pictures);

    /// <summary>Encodes what is new.</summary>
    void Encode();

    /// <summary>The T input frames of a staged clip, [1, …] each. Several threads may ask at once.</summary>
    IReadOnlyList<FrameTokens> Of(int clip);

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

    /// <summary>Encodes frames, each by itself, and keeps their tokens.</summary>
    public void Encode(long[] numbers, Func<long, FrameTokens> encode)
    {
        var made = new FrameTokens[numbers.Length];
        Workers.For(numbers.Length, i =>
        {
            using var scope = NewDisposeScope();
            FrameTokens tokens = encode(numbers[i]);
            made[i] = new FrameTokens(tokens.Tokens.DetachFromDisposeScope(), tokens.Embedded?.DetachFromDisposeScope());
        });
        for (int i = 0; i < numbers.Length; i++)
        {
            _encoded[numbers[i]] = made[i];
        }
    }

    /// <summary>The tokens of the frame at one place of a clip, [1, 1 + P, d].</summary>
    public FrameTokens At(int clip, int place) => _encoded[_clips[clip][place]];

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
}
