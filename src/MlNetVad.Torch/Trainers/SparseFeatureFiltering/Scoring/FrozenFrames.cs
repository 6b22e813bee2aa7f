using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Tokens;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Frames whose tokens come with the rows, from a frozen encoder; each frame's are projected once.</summary>
internal sealed class FrozenFrames(FramePredictor network, PredictorColumns columns) : IFrameEncoder
{
    private readonly PredictorOptions _options = network.Options;
    private readonly EncodedFrames _encoded = new();
    private readonly PackedFrames _hidden = new(columns.HiddenStates(network.Options)!);
    private readonly PackedFrames? _embedded = columns.PatchEmbeddings(network.Options) is { } clip ? new PackedFrames(clip) : null;

    public void Stage(PredictorRow row, long[] numbers, IReadOnlyDictionary<long, float[]> pictures)
    {
        _encoded.Stage(_hidden.Stage(row.HiddenStates));
        _embedded?.Stage(row.PatchEmbeddings);
    }

    public void Encode() => _encoded.Encode([.. _hidden.Numbers.Where(n => !_encoded.Holds(n))], number =>
    {
        Tensor tokens = empty([1, 1 + _options.Patches, _options.AppearanceTokenWidth], ScalarType.Float32);
        _hidden.Unpack(number, MemoryMarshal.Cast<byte, float>(tokens.bytes));
        return network.EncodeTokens(tokens, null);
    });

    public IReadOnlyList<FrameTokens> Of(int clip)
    {
        int first = _options.Skip ? _options.InputFrames - _options.SkipFrames : _options.InputFrames;
        return [.. Enumerable.Range(0, _options.InputFrames).Select(place => _encoded.At(clip, place) with { Embedded = place < first ? null : Embedded(clip, place - first) })];
    }

    public void Clear()
    {
        _encoded.Clear();
        _hidden.Clear();
        _embedded?.Clear();
    }

    public void Dispose()
    {
        Clear();
        Clear();   // the first call keeps the frames of the last clip
    }

    // [1, P, w]: what the skip carries of the frame at one of its places
    private Tensor Embedded(int clip, int place)
    {
        PackedFrames source = _embedded ?? _hidden;
        int tokens = source.Values / _options.AppearanceTokenWidth, offset = source.Frames - _options.SkipFrames;
        Tensor frame = empty([1, tokens, _options.AppearanceTokenWidth], ScalarType.Float32);
        source.Unpack(source.Clips[clip][offset + place], MemoryMarshal.Cast<byte, float>(frame.bytes));
        return frame.narrow(1, tokens - _options.Patches, _options.Patches);   // without the class token
    }
}

/// <summary>The packed frames of the staged clips, by number.</summary>
internal sealed class PackedFrames(ClipTokens clip)
{
    private readonly Dictionary<long, byte[]> _packed = [];
    private readonly Stack<byte[]> _spare = new();
    private readonly List<long[]> _clips = [];

    /// <summary>Frames of a clip.</summary>
    public int Frames => clip.Count;

    /// <summary>Numbers of a frame.</summary>
    public int Values => clip.Values;

    /// <summary>The numbers of each staged clip's frames.</summary>
    public IReadOnlyList<long[]> Clips => _clips;

    /// <summary>The numbers of all frames that are held, in the order in which they came.</summary>
    public IEnumerable<long> Numbers => _clips.SelectMany(c => c).Distinct();

    /// <summary>Takes a row's tokens and returns their frames' numbers.</summary>
    public long[] Stage(ReadOnlySpan<float> tokens)
    {
        clip.Load(tokens);
        long[] numbers = new long[clip.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = clip.Number(i);
            if (!_packed.ContainsKey(numbers[i]))
            {
                byte[] copy = _spare.TryPop(out byte[]? spare) ? spare : new byte[clip[i].Length];
                clip[i].CopyTo(copy);
                _packed[numbers[i]] = copy;
            }
        }

        _clips.Add(numbers);
        return numbers;
    }

    /// <summary>Unpacks a frame of a staged clip.</summary>
    public void Unpack(long number, Span<float> tokens) => HalfTokens.Unpack(_packed[number], tokens);

    /// <summary>Forgets the clips, and all frames but those of the last.</summary>
    public void Clear()
    {
        long[] last = _clips.Count > 0 ? _clips[^1] : [];
        foreach (long old in _packed.Keys.Except(last).ToArray())
        {
            _spare.Push(_packed[old]);
            _packed.Remove(old);
        }

        _clips.Clear();
    }
}
