using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>A chat client that code gave. It lives as long as the program, so it is not saved.</summary>
/// <param name="settings">Valid ones, never changed.</param>
internal sealed class ReadyChatClient(ChatClientCaptioner settings) : ReadyCaptioner
{
    private readonly ChatClientMetadata? _metadata = settings.Client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;

    public override CaptionerKind Kind => CaptionerKind.Unsaved;

    public override bool MayFail => true;

    public override string? WhyNoCache => settings.Name is null && string.IsNullOrEmpty(_metadata?.DefaultModelId)
        ? $"CachePath is set, but the chat client does not tell which model answers, so captions of different models could not be told apart; set {nameof(ChatClientCaptioner)}.{nameof(ChatClientCaptioner.Name)}, or CachePath to null."
        : null;

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("captioner", "a chat client given in code"),
        ("client", Called.Length == 0 ? "without a name" : Called),
        ("prompt", settings.Prompt),
        .. settings.Bounds.Settings,
    ];

    private string Called => settings.Name ?? string.Join(' ', new[] { _metadata?.ProviderName, _metadata?.DefaultModelId }.Where(n => !string.IsNullOrEmpty(n)));

    public override IClipDescriber Open() => new ChatDescriber(new ChatSetup
    {
        Client = settings.Client,
        Gate = EndpointGate.Of(settings.Client),
        Prompt = settings.Prompt,
        Bounds = settings.Bounds,
        Fingerprint = ChatSetup.Hash("chat client 1", Called, settings.Name is null ? _metadata?.ProviderUri : null, settings.MaximumTokens, settings.Prompt),
        Who = Called.Length == 0 ? "The captioner's chat client" : $"The captioner's chat client '{Called}'",
        KnowsNoModel = "knows no such model",
        KeyRemedy = "check the key that the client was made with",
        ModelRemedy = "check the model and the address that the client was made with",
        FormRemedy = "check the address that the client was made with",
        HasKeyOfItsOwn = true,
    });

    public override void Write(BinaryWriter writer) => throw new InvalidOperationException("A chat client is not saved.");
}
