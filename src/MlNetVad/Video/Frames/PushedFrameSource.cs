namespace MlNetVad.Video.Frames;

/// <summary>Frames that code hands over, in the format in which they come.</summary>
internal sealed class PushedFrameSource(string id, IEnumerable<PushedFrame> frames, int? count, FrameFormat format, double? framesPerSecond) : FrameSource
{
    public override int? FrameCount => count;

    public override FrameFormat? OnlyFormat => format;

    public override FrameSourceInfo Describe() => new(format.Height, format.Width, FrameCount, framesPerSecond);

    public override FrameReader Open(FrameFormat asked, CancellationToken cancellation)
    {
        FrameFormat resolved = asked.Resolve(format);
        if (resolved != format)
        {
            throw new VadException($"Video '{id}' is pushed as {format} but was asked for as {resolved}; pushed frames are neither resized nor recoloured, so push them in the format that is needed.");
        }

        return new Reader(id, frames.GetEnumerator(), format, cancellation);
    }

    private sealed class Reader(string id, IEnumerator<PushedFrame> frames, FrameFormat format, CancellationToken cancellation) : FrameReader(format)
    {
        private int _index;

        public override bool Read(Span<byte> frame)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!frames.MoveNext())
            {
                return false;
            }

            (byte[] current, long missing) = frames.Current;
            if (current.Length != Format.FrameBytes)
            {
                throw new VadException($"Frame {_index} of video '{id}' has {Counted.Of(current.Length, "byte")}; {Format} needs {Format.FrameBytes}.");
            }

            _index++;
            current.CopyTo(frame);
            Last = FrameNote.None with { Missing = missing };
            return true;
        }

        private protected override void Dispose(bool disposing) => frames.Dispose();
    }
}
