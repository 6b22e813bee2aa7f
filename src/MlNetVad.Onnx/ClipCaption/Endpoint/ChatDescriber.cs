using System.ClientModel;
using System.ClientModel.Primitives;
using System.Security.Cryptography;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Asks a chat endpoint. Thread-safe.</summary>
internal sealed class ChatDescriber : IClipDescriber
{
    private readonly OpenAiCompatibleCaptioner _settings;
    private readonly string? _key;
    private readonly ChatClient _client;
    private readonly EndpointGate _gate;
    private volatile bool _forReasoning;
    private volatile bool _hasAnswered;

    /// <summary>Prepares a client; nothing is sent.</summary>
    /// <param name="settings">Valid ones.</param>
    /// <param name="key">The endpoint's key; null where it needs none.</param>
    public ChatDescriber(OpenAiCompatibleCaptioner settings, string? key)
    {
        _settings = settings;
        _key = key;
        var endpoint = new Uri(settings.Endpoint!);
        _gate = EndpointGate.Of(endpoint);
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            NetworkTimeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
            RetryPolicy = new RetryPauses(settings.Retries, settings.FirstPause),
            EnableDistributedTracing = false,
        };
        _client = new ChatClient(settings.Model, new ApiKeyCredential(key ?? "none"), options);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', "chat 1", endpoint.AbsoluteUri.TrimEnd('/'), settings.Model, settings.MaximumTokens, settings.Prompt))));
    }

    public string Fingerprint { get; }

    public bool IsThreadSafe => true;

    public string Describe(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        bool forReasoning = _forReasoning;
        while (true)
        {
            try
            {
                return Ask(ChatRequest.Write(_settings, in clip, forReasoning), cancellationToken);
            }
            catch (ClientResultException e) when (!forReasoning && WantsNewerName(e))
            {
                _forReasoning = forReasoning = true;
            }
            catch (AggregateException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The captioner was cancelled.", e, cancellationToken);
            }
            catch (Exception e) when (IsFailure(e, cancellationToken))
            {
                throw Told(e);   // without the cause: its text may hold the key
            }
        }
    }

    public void Dispose()
    {
        // connections belong to the process
    }

    private string Ask(BinaryData request, CancellationToken cancellationToken)
    {
        using EndpointGate.Pass pass = _gate.Enter(_settings.MaximumConcurrency, cancellationToken);
        using BinaryContent content = BinaryContent.Create(request);
        ClientResult result = _client.CompleteChat(content, new RequestOptions { CancellationToken = cancellationToken });
        string? text = ChatAnswer.Text(result.GetRawResponse().Content);
        if (string.IsNullOrEmpty(text))
        {
            throw text is null
                ? new CaptionFailureException("malformed answer", $"{Who} answers something that is not a chat completion; check that Endpoint is its address up to the version (…/v1).")
                : new CaptionFailureException("empty answer", $"{Who} answers without a word.");
        }

        _hasAnswered = true;
        return text;
    }

    private string Who => $"The captioner at '{_settings.Endpoint}'";

    private static bool WantsNewerName(ClientResultException e) =>
        e.Status == 400 && ChatAnswer.Error(e.GetRawResponse()?.Content).Contains("max_completion_tokens", StringComparison.Ordinal);

    private static Exception Last(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? last : e;

    private static bool IsFailure(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && Last(e) is ClientResultException or HttpRequestException or IOException or OperationCanceledException or TimeoutException;

    private CaptionFailureException Told(Exception e)
    {
        string attempts = _settings.Retries == 0 ? "" : $" in {_settings.Retries + 1} attempts";
        return Last(e) switch
        {
            ClientResultException { Status: > 0 } answer => Refusal(answer, attempts),
            OperationCanceledException or TimeoutException =>
                new CaptionFailureException("too slow", $"{Who} did not answer within {_settings.TimeoutSeconds} s{attempts}."),
            Exception last => new CaptionFailureException("not reachable", $"{Who} cannot be reached{attempts} ({Clean(Reason(last))})."),
        };
    }

    private CaptionFailureException Refusal(ClientResultException answer, string attempts)
    {
        string said = Clean(ChatAnswer.Error(answer.GetRawResponse()?.Content));
        string status = said.Length == 0 ? $"{answer.Status}" : $"{answer.Status}: {said.TrimEnd('.')}";
        return answer.Status switch
        {
            401 or 403 => new CaptionFailureException("not allowed", $"{Who} refuses the key ({status}); {(_key is null ? "name the environment variable that holds it in ApiKeyVariable" : $"check the key in the environment variable {_settings.ApiKeyVariable}")}.", isConfiguration: true),
            404 or 405 => new CaptionFailureException("not found", $"{Who} knows no model '{_settings.Model}', or the address is wrong ({status}); check Model and Endpoint.", isConfiguration: true),
            408 => new CaptionFailureException("too slow", $"{Who} gave up{attempts} ({status})."),
            429 => new CaptionFailureException("too busy", $"{Who} is too busy{attempts} ({status})."),
            >= 400 and < 500 => new CaptionFailureException("refused", $"{Who} refuses the request ({status}).", isConfiguration: !_hasAnswered && !IsAboutContent(said)),
            _ => new CaptionFailureException("error", $"{Who} failed{attempts} ({status})."),
        };
    }

    // an answer about this clip, not about the settings
    private static bool IsAboutContent(string said) =>
        said.Contains("content management policy", StringComparison.OrdinalIgnoreCase) || said.Contains("content_filter", StringComparison.OrdinalIgnoreCase);

    private static string Reason(Exception e) => e.GetBaseException().Message.Split('\n')[0].TrimEnd('.', '\r');

    // services like to repeat the key that they refuse
    private string Clean(string text)
    {
        const int Shown = 200;
        string clean = _key is null ? text : text.Replace(_key, "***", StringComparison.Ordinal);
        return clean.Length > Shown ? clean[..Shown] + "…" : clean;
    }
}
