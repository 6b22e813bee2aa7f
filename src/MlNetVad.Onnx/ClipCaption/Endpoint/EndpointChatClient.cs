using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// OpenAI's client for endpoints that are merely like OpenAI's. They know the token limit as <c>max_tokens</c> (Ollama, vLLM, LM
/// Studio), while the client writes <c>max_completion_tokens</c>, which reasoning models insist on; and their answers may lack
/// what OpenAI's have, or have reasons to stop that the client does not know. Thread-safe.
/// </summary>
internal sealed class EndpointChatClient : DelegatingChatClient
{
    private readonly LastAnswer _answers;
    private volatile bool _forReasoning;

    private EndpointChatClient(IChatClient client, LastAnswer answers)
        : base(client) => _answers = answers;

    /// <summary>A client for an endpoint; nothing is sent, and it asks once only.</summary>
    /// <param name="endpoint">The address up to its version.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="key">The key; null where there is none.</param>
    public static EndpointChatClient Open(Uri endpoint, string model, string? key)
    {
        var answers = new LastAnswer();
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            NetworkTimeout = Timeout.InfiniteTimeSpan,   // who asks has the patience
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            EnableDistributedTracing = false,
        };
        options.AddPolicy(answers, PipelinePosition.BeforeTransport);
        return new EndpointChatClient(new ChatClient(model, new ApiKeyCredential(key ?? "none"), options).AsIChatClient(), answers);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        bool forReasoning = _forReasoning;
        try
        {
            return await AskAsync(messages, options, forReasoning, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientResultException e) when (!forReasoning && WantsNewerName(e))
        {
            _forReasoning = true;
            return await AskAsync(messages, options, forReasoning: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, bool forReasoning, CancellationToken cancellationToken)
    {
        LastAnswer.Kept kept = _answers.Begin();
        try
        {
            return await base.GetResponseAsync(messages, Named(options, forReasoning), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (kept.Body is not null && !cancellationToken.IsCancellationRequested)
        {
            return ChatAnswer.Text(kept.Body) is { } text
                ? new ChatResponse(new ChatMessage(Microsoft.Extensions.AI.ChatRole.Assistant, text))
                : throw new JsonException("The answer is no chat completion.", e);
        }
    }

    private static ChatOptions? Named(ChatOptions? options, bool forReasoning)
    {
        ChatOptions? named = options?.Clone();
        if (named is { MaxOutputTokens: { } tokens })
        {
            if (forReasoning)
            {
                named.Temperature = null;   // such models refuse it
            }
            else
            {
                named.MaxOutputTokens = null;
                named.RawRepresentationFactory = _ => WithOlderName(tokens);
            }
        }

        return named;
    }

    private static ChatCompletionOptions WithOlderName(int tokens)
    {
        var options = new ChatCompletionOptions();
#pragma warning disable SCME0001 // the only way to a field that the client's own types do not have
        options.Patch.Set("$.max_tokens"u8, tokens);
#pragma warning restore SCME0001
        return options;
    }

    private static bool WantsNewerName(ClientResultException e) =>
        e.Status == 400 && ChatAnswer.Error(e.GetRawResponse()?.Content).Contains("max_completion_tokens", StringComparison.Ordinal);
}
