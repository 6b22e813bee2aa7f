using System.Runtime.InteropServices;

namespace MlNetVad.Video.Frames;

/// <summary>A few frames of a video, evenly apart.</summary>
/// <param name="First">0-based index of the first.</param>
/// <param name="Step">From one to the next, at least 1.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="IsNear">Whether it may as well begin a few seconds earlier, where decoding can begin.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameExcerpt(int First, int Step, int Count, bool IsNear);

/// <summary>Reads past the frames that are not wanted.</summary>
internal sealed class SkippingReader(FrameReader inner, FrameExcerpt excerpt) : FrameReader(inner.Format)
{
    private int _read;

    public override bool Read(Span<byte> frame)
    {
        if (_read == excerpt.Count)
        {
            return false;
        }

        for (int skip = _read == 0 ? excerpt.First : excerpt.Step - 1; skip > 0; skip--)
        {
            if (!inner.Read(frame))
            {
                return false;
            }
        }

        _read++;
        return inner.Read(frame);
    }

    private protected override void Dispose(bool disposing) => inner.Dispose();
}
