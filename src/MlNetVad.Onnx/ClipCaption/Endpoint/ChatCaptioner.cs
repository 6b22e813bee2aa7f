namespace MlNetVad.Onnx.ClipCaption;

/// <summary>The settings of an endpoint.</summary>
/// <param name="settings">Valid ones, never changed.</param>
internal sealed class ChatCaptioner(OpenAiCompatibleCaptioner settings) : ReadyCaptioner
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
        ("tokens", $"up to {settings.MaximumTokens}"),
        ("patience", $"{settings.TimeoutSeconds} s an attempt, {settings.Retries} retries, {settings.MaximumConcurrency} requests at once"),
    ];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ChatCaptioner Read(BinaryReader reader)
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
        return new ChatCaptioner(settings);
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
        string? key = settings.ApiKeyVariable is null ? null : Environment.GetEnvironmentVariable(settings.ApiKeyVariable);
        return settings.ApiKeyVariable is null || !string.IsNullOrWhiteSpace(key)
            ? new ChatDescriber(settings, key)
            : throw new VadException($"The environment variable {settings.ApiKeyVariable}, which should hold the key for '{settings.Endpoint}', is not set; set it, or leave ApiKeyVariable out where no key is needed.");
    }
}
