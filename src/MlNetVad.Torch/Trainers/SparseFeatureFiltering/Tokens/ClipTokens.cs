using System.Runtime.InteropServices;

namespace MlNetVad.Torch.Trainers.Tokens;

/// <summary>
/// The frames' tokens of one clip after another, packed. Overlapping clips pack each frame once: a frame is known again by
/// equality of all its numbers, and keeps its number.
/// </summary>
/// <param name="column">The column they come from, for messages.</param>
/// <param name="frames">Frames of a clip.</param>
/// <param name="values">Numbers of a frame.</param>
internal sealed class ClipTokens(string column, int frames, int values)
{
    private readonly Slot[] _slots = [.. Enumerable.Range(0, frames + 1).Select(_ => new Slot(values))];
    private readonly Slot[] _clip = new Slot[frames];
    private long _seen, _calls;

    /// <summary>Frames of a clip.</summary>
    public int Count => frames;

    /// <summary>Numbers of a frame.</summary>
    public int Values => values;

    /// <summary>Takes the tokens of a clip.</summary>
    /// <param name="tokens">[frames, numbers].</param>
    /// <exception cref="VadException">There are more or fewer, or one is not finite.</exception>
    public void Load(ReadOnlySpan<float> tokens)
    {
        if (tokens.Length != frames * values)
        {
            throw new VadException($"The column '{column}' has {tokens.Length} numbers in a row where {frames} frames of {values} are needed; give the tokens of the encoder that the network was trained with.");
        }

        _calls++;
        for (int i = 0; i < frames; i++)
        {
            ReadOnlySpan<float> frame = tokens.Slice(i * values, values);

            // clips mostly advance by one frame: what is wanted now was one place later before
            Slot? likely = _clip[Math.Min(i + 1, frames - 1)];
            Slot slot = likely?.Holds(frame) == true ? likely : Find(frame);
            slot.LastUse = _calls;
            _clip[i] = slot;
        }
    }

    /// <summary>The number of a frame: the same tokens, the same number, for as long as they are remembered; 1 and up.</summary>
    public long Number(int frame) => _clip[frame].Number;

    /// <summary>A frame's tokens, packed.</summary>
    public ReadOnlySpan<byte> this[int frame] => _clip[frame].Packed;

    private Slot Find(ReadOnlySpan<float> frame)
    {
        Slot oldest = _slots[0];
        foreach (Slot slot in _slots)
        {
            if (slot.Holds(frame))
            {
                return slot;
            }

            oldest = slot.LastUse < oldest.LastUse ? slot : oldest;
        }

        if (!HalfTokens.TryPack(frame, oldest.Packed))
        {
            throw new VadException($"The column '{column}' holds a token that is not a finite number; find the encoder that made it.");
        }

        frame.CopyTo(oldest.Frame);
        oldest.Number = ++_seen;
        return oldest;
    }

    private sealed class Slot(int values)
    {
        public float[] Frame { get; } = new float[values];

        public byte[] Packed { get; } = new byte[HalfTokens.Bytes(values)];

        public long Number { get; set; }

        public long LastUse { get; set; }

        // bytes compare much faster than numbers
        public bool Holds(ReadOnlySpan<float> other) => Number > 0 && MemoryMarshal.AsBytes(other).SequenceEqual(MemoryMarshal.AsBytes<float>(Frame));
    }
}
