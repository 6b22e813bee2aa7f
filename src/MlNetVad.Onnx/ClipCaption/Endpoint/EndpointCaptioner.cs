namespace MlNetVad.Onnx.ClipCaption;

/// <summary>The settings of an endpoint.</summary>
/// <param name="settings">Valid ones, never changed.</param>
internal sealed class EndpointCaptioner(OpenAiCompatibleCaptioner settings) : ReadyCaptioner
{
    public override CaptionerKind Kind => CaptionerKind.Endpoint;

    public override bool MayFail => true;

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("captioner", "a chat endpoint"),
        ("endpoint", settings.Endpoint!),
        ("model", settings.Model!),
        ("prompt", settings.Prompt),
        ("key", settings.ApiKeyVariable is null ? "none" : $"from the environment variable {settings.ApiKeyVariable}"),
        .. settings.Bounds.Settings,
    ];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static EndpointCaptioner Read(BinaryReader reader)
    {
        var settings = new OpenAiCompatibleCaptioner
        {
            Endpoint = reader.ReadString(),
            Model = reader.ReadString(),
            Prompt = reader.ReadString(),
            ApiKeyVariable = reader.ReadString() is { Length: > 0 } name ? name : null,
            MaximumTokens = reader.ReadInt32(),
            TimeoutSeconds = reader.ReadDouble(),
            Retries = reader.ReadInt32(),
            MaximumConcurrency = reader.ReadInt32(),
        };
        settings.Validate();
        return new EndpointCaptioner(settings);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(settings.Endpoint!);
        writer.Write(settings.Model!);
        writer.Write(settings.Prompt);
        writer.Write(settings.ApiKeyVariable ?? "");
        writer.Write(settings.MaximumTokens);
        writer.Write(settings.TimeoutSeconds);
        writer.Write(settings.Retries);
        writer.Write(settings.MaximumConcurrency);
    }

    public override IClipDescriber Open()
    {
        string? variable = settings.ApiKeyVariable;
        string? key = variable is null ? null : Environment.GetEnvironmentVariable(variable);
        return variable is null || !string.IsNullOrWhiteSpace(key)
            ? new ChatDescriber(Setup(key))
            : throw new VadException($"The environment variable {variable}, which should hold the key for '{settings.Endpoint}', is not set; set it, or leave ApiKeyVariable out where no key is needed.");
    }

    private ChatSetup Setup(string? key)
    {
        var endpoint = new Uri(settings.Endpoint!);
        return new ChatSetup
        {
            Client = EndpointChatClient.Open(endpoint, settings.Model!, key),
            Gate = EndpointGate.Of(endpoint),
            Prompt = settings.Prompt,
            Bounds = settings.Bounds,
            Fingerprint = ChatSetup.Hash("chat 1", endpoint.AbsoluteUri.TrimEnd('/'), settings.Model, settings.MaximumTokens, settings.Prompt),
            Who = $"The captioner at '{settings.Endpoint}'",
            KnowsNoModel = $"knows no model '{settings.Model}'",
            KeyRemedy = key is null ? "name the environment variable that holds it in ApiKeyVariable" : $"check the key in the environment variable {settings.ApiKeyVariable}",
            ModelRemedy = "check Model and Endpoint",
            FormRemedy = "check that Endpoint is its address up to the version (…/v1)",
            Key = key,
        };
    }
}
