using System.Runtime.ExceptionServices;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// Describes clips in the background: one is being described, at most one waits, and a newer one takes the place of that which
/// waits. There is a thread only while there is work.
/// </summary>
/// <param name="shape">t, H, W, C of what is described.</param>
/// <param name="source">Gives captions.</param>
internal sealed class NewestClip(ClipShape shape, CaptionSource source) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(source.CancellationToken);
    private byte[] _waiting = new byte[shape.Frames * shape.FrameBytes];    // [t, H, W, C]
    private byte[] _described = new byte[shape.Frames * shape.FrameBytes];
    private (CaptionedVideo Video, long Frame)? _next;
    private ExceptionDispatchInfo? _bug;
    private bool _busy;
    private bool _isClosed;

    /// <summary>Sees to it that the clip is described, unless a newer one comes first; returns at once. The video gets the caption.</summary>
    public void Describe(ReadOnlySpan<byte> frames, CaptionedVideo video, long frame)
    {
        lock (_lock)
        {
            _bug?.Throw();
            _cancellation.Token.ThrowIfCancellationRequested();
            frames.CopyTo(_waiting);
            _next = (video, frame);
            if (!_busy)
            {
                _busy = true;
                _ = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Ends what is being described, without waiting for it.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        lock (_lock)
        {
            _next = null;
            _isClosed = true;
            Release();
        }
    }

    private void Work()
    {
        try
        {
            while (Take() is { } next)
            {
                var clip = new CaptionedClip(_described, shape, next.Video.Id, next.Frame);
                next.Video.Caption = source.Caption(clip, next.Video.Caption, _cancellation.Token);
            }
        }
        catch (OperationCanceledException)
        {
            End(bug: null);
        }
        catch (Exception e)
        {
            End(ExceptionDispatchInfo.Capture(e));   // told with the next clip: a row must not fail silently
        }
    }

    private (CaptionedVideo Video, long Frame)? Take()
    {
        lock (_lock)
        {
            (CaptionedVideo, long)? next = _next;
            _next = null;
            _busy = next is not null;
            (_waiting, _described) = (_described, _waiting);
            Release();
            return next;
        }
    }

    private void End(ExceptionDispatchInfo? bug)
    {
        lock (_lock)
        {
            _bug = bug;
            _busy = false;
            Release();
        }
    }

    // the token is in use as long as there is work
    private void Release()
    {
        if (_isClosed && !_busy)
        {
            _cancellation.Dispose();
        }
    }
}
