using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Asks a chat client, again where that may help, and never longer than its bounds. Thread-safe.</summary>
/// <param name="setup">The client and the question; nothing is sent before the first clip.</param>
internal sealed class ChatDescriber(ChatSetup setup) : IClipDescriber
{
    private readonly ChatFaults _faults = new(setup);
    private volatile bool _hasAnswered;

    public string Fingerprint => setup.Fingerprint;

    public bool IsThreadSafe => true;

    public string Describe(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        ChatMessage question = ChatQuestion.Of(setup.Prompt, in clip);
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                string words = ChatAnswer.OneLine(Ask(question, cancellationToken)?.Text ?? "");
                if (words.Length == 0)
                {
                    throw _faults.Empty();
                }

                _hasAnswered = true;
                return words;
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The captioner was cancelled.", e, cancellationToken);
            }
            catch (Exception e) when (attempt <= setup.Bounds.Retries && ChatFaults.MayPass(e))
            {
                pause = RetryPauses.Next(setup.Bounds.FirstPause, attempt, ChatFaults.RetryAfter(e), DateTimeOffset.UtcNow);
            }
            catch (Exception e) when (e is not CaptionFailureException)
            {
                throw _faults.Told(e, _hasAnswered);   // without the cause: its text may hold the key
            }

            cancellationToken.WaitHandle.WaitOne(pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        // the client belongs to whoever made it
    }

    // a client may block, or heed no token: it is left alone then
    private ChatResponse? Ask(ChatMessage question, CancellationToken cancellationToken)
    {
        using EndpointGate.Pass pass = setup.Gate.Enter(setup.Bounds.MaximumConcurrency, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(setup.Bounds.TimeoutSeconds));
        CancellationToken token = patience.Token;
        var options = new ChatOptions { MaxOutputTokens = setup.Bounds.MaximumTokens, Temperature = 0 };
        Task<ChatResponse?> answer = Task.Run<ChatResponse?>(async () => await setup.Client.GetResponseAsync([question], options, token).ConfigureAwait(false), CancellationToken.None);
        _ = answer.ContinueWith(static a => _ = a.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        try
        {
            return answer.WaitAsync(token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (token.IsCancellationRequested)
        {
            throw new TimeoutException("The time of this attempt is over.", e);
        }
        catch (TimeoutException e)
        {
            throw new OperationCanceledException("The client gave up by itself.", e, CancellationToken.None);
        }
    }
}
