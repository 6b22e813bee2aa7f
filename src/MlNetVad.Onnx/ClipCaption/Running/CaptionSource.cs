using MlNetVad.Persistence;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// Gives captions in one run: known ones, else the captioner's; where that fails, the last one of the video, and says so.
/// Passes of a run that is not live agree, failures included. Thread-safe.
/// </summary>
/// <param name="session">The captioner and the known captions.</param>
/// <param name="run">Whether it is live, and who listens.</param>
internal sealed class CaptionSource(CaptionSession session, ModelRun run)
{
    private readonly Outages _outages = new(run.Warn, TimeProvider.System);
    private readonly AskAgain _again = new(TimeProvider.System);

    /// <summary>Ends what is waited for.</summary>
    public CancellationToken CancellationToken => run.CancellationToken;

    /// <summary>The caption of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="last">The last caption of the video, kept where there is no new one.</param>
    /// <param name="cancellationToken">Ends what is waited for.</param>
    /// <exception cref="VadException">The captioner will not answer before somebody changes something, and the run is not live.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public string Caption(in CaptionedClip clip, string last, CancellationToken cancellationToken)
    {
        if (session.Captioner.IsLookup)
        {
            return session.Describe(in clip, cancellationToken);
        }

        if (run.IsLive && !_again.IsDue)
        {
            return last;
        }

        try
        {
            return Find(in clip, last, cancellationToken);
        }
        catch (VadException e) when (run.IsLive)
        {
            _again.Failed();
            _outages.Failed("settings", e.Message);
            return last;
        }
    }

    private string Find(in CaptionedClip clip, string last, CancellationToken cancellationToken)
    {
        var key = CaptionKey.Of(session.Open().Fingerprint, in clip);
        CaptionKey failure = key.At(clip.Video, clip.Frame);
        string? known = session.Memory.Find(key) ?? (run.IsLive ? null : session.Memory.Find(failure)) ?? FromCache(key);
        if (known is not null)
        {
            return known;
        }

        string caption;
        try
        {
            caption = session.Describe(in clip, cancellationToken);
        }
        catch (CaptionFailureException e) when (e.IsConfiguration && !run.IsLive)
        {
            throw new VadException(e.Message, e);
        }
        catch (CaptionFailureException e)
        {
            _again.Failed();
            _outages.Failed(e.Kind, e.Message);
            if (!run.IsLive)
            {
                session.Memory.Add(failure, last);   // the next pass must see the same rows
            }

            return last;
        }

        _again.Worked();
        _outages.Worked();
        session.Cache?.Add(key, caption, run.Warn);
        session.Memory.Add(key, caption);
        return caption;
    }

    private string? FromCache(CaptionKey key)
    {
        string? caption = session.Cache?.Find(key, run.Warn);
        if (caption is not null)
        {
            session.Memory.Add(key, caption);
        }

        return caption;
    }
}
