using Microsoft.Extensions.AI;
using MlNetVad.Onnx.ClipCaption;

namespace MlNetVad.Onnx;

/// <summary>
/// A vision-language model behind a chat client that code gives: any provider's <see cref="IChatClient"/> whose model sees pictures.
/// The frames go to it as PNG, each clip's in one message, with temperature 0.
/// </summary>
/// <remarks>
/// <para>
/// Where the client throws, does not answer in time or answers nonsense, the pipeline goes on with the last caption of the video, empty
/// if there was none yet, and warns. A refused key (401, 403) and an unknown model (404) stop training and scoring of files with
/// one sentence; on live video they are warnings too.
/// </para>
/// <para>
/// A model with this captioner cannot be saved: a client is code, and a file cannot hold it. Saving says so. Take an
/// <see cref="OpenAiCompatibleCaptioner"/> for a model that is to be saved, or write captions into a <see cref="CaptionFile"/>.
/// </para>
/// <para>The client is shared, used by several threads at once, and never disposed of here.</para>
/// </remarks>
/// <param name="client">The client; see <see cref="Client"/>.</param>
/// <example><code>
/// IChatClient client = …;   // of any provider
/// var pipeline = ml.Transforms.CaptionClip("Caption", "Clip", new ChatClientCaptioner(client) { MaximumTokens = 64 });
/// </code></example>
public sealed class ChatClientCaptioner(IChatClient client) : Captioner
{
    /// <summary>What is asked. Its model must see pictures.</summary>
    public IChatClient Client = client;

    /// <summary>
    /// What the client is called in messages and in the cache's key; null takes the provider and the model that the client
    /// tells (<see cref="ChatClientMetadata"/>). A client that tells no model needs a name where there is a cache.
    /// </summary>
    public string? Name;

    /// <summary>The question, put after the frames.</summary>
    public string Prompt = PaperPrompt;

    /// <summary>Tokens of a caption at most, 1..4,096.</summary>
    public int MaximumTokens = 128;

    /// <summary>Seconds one attempt may take, 0.01..3,600, pauses and retries of the client's own included.</summary>
    public double TimeoutSeconds = 60;

    /// <summary>Attempts after the first one, 0..20, with growing pauses between, where the failure may pass; 0 for a client that tries again by itself.</summary>
    public int Retries = 3;

    /// <summary>Requests to this client at the same time, 1..256, of all cameras and pipelines of this program.</summary>
    public int MaximumConcurrency = 4;

    /// <summary>The first pause before a retry, about; tests shorten it.</summary>
    internal TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    internal ChatBounds Bounds => new(MaximumTokens, TimeoutSeconds, Retries, MaximumConcurrency, FirstPause);

    internal override void Validate()
    {
        if (Client is null)
        {
            throw new VadException($"{nameof(Client)} is not set; give the chat client that shall describe the clips.");
        }

        if (Name is not null && string.IsNullOrWhiteSpace(Name))
        {
            throw new VadException($"{nameof(Name)} is empty; give a name that tells the client's model, or null.");
        }

        if (string.IsNullOrWhiteSpace(Prompt))
        {
            throw new VadException($"{nameof(Prompt)} is empty; give the question that the model shall answer.");
        }

        Bounds.Check();
    }

    internal override ReadyCaptioner Prepare()
    {
        Validate();
        return new ReadyChatClient((ChatClientCaptioner)MemberwiseClone());
    }
}
