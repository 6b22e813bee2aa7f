using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Pictures;

/// <summary>
/// The frames of one clip after another at the network's size. Overlapping clips resize each frame once: a frame is known
/// again by equality of all its bytes, and keeps its number.
/// </summary>
internal sealed class ClipPictures
{
    private readonly ClipShape _shape;
    private readonly PictureResizer _resizer;
    private readonly Slot[] _slots, _clip;
    private long _seen, _calls;

    public ClipPictures(ClipShape shape, PictureSize size)
    {
        _shape = shape;
        _resizer = new PictureResizer(shape.Height, shape.Width, shape.Channels, size);
        _slots = [.. Enumerable.Range(0, shape.Frames + 1).Select(_ => new Slot(new byte[shape.FrameBytes], new byte[size.Elements]))];
        _clip = [.. _slots.Take(shape.Frames)];
    }

    /// <summary>Takes the frames of a clip.</summary>
    /// <param name="clip">[T, H, W, C] bytes.</param>
    public void Load(ReadOnlySpan<byte> clip)
    {
        _calls++;
        for (int i = 0; i < _clip.Length; i++)
        {
            ReadOnlySpan<byte> frame = _shape.Frame(clip, i);

            // clips mostly advance by one frame: what is wanted now was one place later before
            Slot likely = _clip[Math.Min(i + 1, _clip.Length - 1)];
            Slot slot = likely.Holds(frame) ? likely : Find(frame);
            slot.LastUse = _calls;
            _clip[i] = slot;
        }
    }

    /// <summary>The number of a frame of the clip: the same picture, the same number, for as long as it is remembered.</summary>
    public long Number(int frame) => _clip[frame].Number;

    /// <summary>A frame of the clip, [c, h, w] bytes.</summary>
    public ReadOnlySpan<byte> this[int frame] => _clip[frame].Planes;

    private Slot Find(ReadOnlySpan<byte> frame)
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

        frame.CopyTo(oldest.Frame);
        _resizer.Resize(frame, oldest.Planes);
        oldest.Number = ++_seen;
        return oldest;
    }

    private sealed class Slot(byte[] frame, byte[] planes)
    {
        public byte[] Frame => frame;

        public byte[] Planes => planes;

        public long Number { get; set; }

        public long LastUse { get; set; }

        public bool Holds(ReadOnlySpan<byte> other) => Number > 0 && other.SequenceEqual(frame);
    }
}
