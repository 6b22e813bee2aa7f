namespace MlNetVad.Video;

/// <summary>The clip that slides over one video during one pass.</summary>
internal sealed class ClipWindow : IDisposable
{
    // 2 %: what rounding to whole pixels may do is no other shape
    private const double AspectTolerance = 0.02;
    private const int Held = -1;

    private readonly VideoDataView _view;
    private readonly FrameReader? _reader;
    private readonly double _step;
    private readonly int _span;
    private readonly int _latency;
    private readonly int[] _frameOf;   // of the places of the window; Held for one that holds the frame before
    private byte[] _late = [];
    private long _missing;
    private long _places;
    private int _frames;

    /// <summary>Opens the video, unless nothing of it need be decoded.</summary>
    /// <param name="view">Gives clip length, format and cancellation.</param>
    /// <param name="video">The video.</param>
    /// <param name="needsPixels">False where only ids, indices and labels are read: decodes only if the length is unknown.</param>
    public ClipWindow(VideoDataView view, VadVideo video, bool needsPixels)
    {
        _view = view;
        Video = video;
        _step = view.Options.FrameStep(video);
        _span = view.Options.FrameSpan(video);
        _latency = ClipBuffer.FramesFrom(view.Options.ClipLength - 1 - view.Options.TargetIndex, _step);
        _frameOf = new int[_span];
        if (video.FrameCount is { } count)
        {
            video.CheckLabelLength(count);
            CheckIsClip(count);
        }

        if (needsPixels || video.FrameCount is null)
        {
            NoteShape();
            _reader = video.OpenFrames(view.FrameFormat, view.Options.CancellationToken);
            Buffer = new ClipBuffer(view.Options.ClipLength, view.FrameFormat, _step, view.Options.Target);
        }
    }

    public VadVideo Video { get; }

    /// <summary>The decoded frames; null where nothing is decoded.</summary>
    public ClipBuffer? Buffer { get; }

    /// <summary>0-based index of the frame of which the row speaks.</summary>
    public int TargetFrame => _frameOf[(_places - 1 - _latency) % _span];

    public bool MoveNext()
    {
        do
        {
            if (!Step())
            {
                CheckIsClip(_frames);
                Video.CheckLabelLength(_frames);
                return false;
            }
        }
        while (_places < _span || TargetFrame == Held);
        return true;
    }

    public void Dispose() => _reader?.Dispose();

    private bool Step()
    {
        if (_reader is null)
        {
            return _frames < Video.FrameCount && Take();
        }

        if (_missing > 0)
        {
            return TakeHeld();
        }

        if (!_reader.Read(Buffer!.NextFrame()))
        {
            return false;
        }

        FrameNote note = _reader.Last;
        Video.KeepTime(_frames, note.Time);
        if (note.Warning is { } warning)
        {
            _view.NoteOnce(warning, warning);
        }

        if (note.Missing > 0 && _frames > 0)
        {
            _late = Buffer.NextFrame().ToArray();
            _missing = Math.Min(note.Missing, _span) + 1;   // and the one that came
            return TakeHeld();
        }

        Buffer.Advance();
        return Take();
    }

    // what was to come between two frames and did not is as the one before, so that the clip's frames stay as far apart as they are
    private bool TakeHeld()
    {
        if (--_missing > 0)
        {
            Buffer!.Hold();
            _frameOf[_places++ % _span] = Held;
            return true;
        }

        _late.CopyTo(Buffer!.NextFrame());
        Buffer.Advance();
        return Take();
    }

    private bool Take()
    {
        _frameOf[_places++ % _span] = _frames++;
        return true;
    }

    private void CheckIsClip(int frames)
    {
        if (frames < _span)
        {
            throw new VadException(
                FormattableString.Invariant($"Video '{Video.Id}' has {Counted.Of(frames, "frame")}{(Video.IsThinned ? $" that are looked at, {Video.FramesPerSecond:0.##} a second" : "")}, fewer than a clip of {_span}") +
                (_step > 1 ? $" ({_view.Options.ClipLength} frames, one every {_step})" : "") +
                "; leave it out or set a shorter ClipLength" + (_step > 1 ? " or FrameInterval." : "."));
        }
    }

    private void NoteShape()
    {
        FrameFormat own = Video.NativeFormat, read = _view.FrameFormat;
        if ((own.Height, own.Width) == (read.Height, read.Width))
        {
            return;
        }

        VideoOptions options = _view.Options;
        bool squeezed = Math.Abs(((double)own.Width * read.Height / ((double)own.Height * read.Width)) - 1) > AspectTolerance;
        if (options.Height == 0 && options.Width == 0)
        {
            string shape = squeezed ? ", which squeezes its pictures" : "";
            _view.NoteOnce(
                "size",
                $"Video '{Video.Id}' is {own.Width}×{own.Height} but the first one, '{_view.Source.Videos[0].Id}', is {read.Width}×{read.Height}: all are scaled to the first one's size{shape}.");
        }
        else if (squeezed)
        {
            _view.NoteOnce(
                "aspect",
                $"Video '{Video.Id}' is {own.Width}×{own.Height} but is read as {read.Width}×{read.Height}, as the model or its options say, which squeezes its pictures; " +
                "scores mislead where the videos of training had another shape.");
        }
    }
}
