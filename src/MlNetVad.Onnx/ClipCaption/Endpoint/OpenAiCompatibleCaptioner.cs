using MlNetVad.Onnx.ClipCaption;

namespace MlNetVad.Onnx;

/// <summary>
/// A vision-language model behind an endpoint that speaks OpenAI's chat completions with pictures: Ollama, vLLM, LM Studio, Azure
/// OpenAI's v1 endpoint. The frames go there as PNG, with temperature 0.
/// </summary>
/// <remarks>
/// <para>
/// Where the endpoint is down, slow, busy (429, after all retries) or answers nonsense, the pipeline goes on with the last caption of
/// the video, empty if there was none yet, and warns. Wrong settings (401, 403, 404, an unknown model, a missing key) stop
/// training and scoring of files with one sentence; on live video they are warnings too.
/// </para>
/// <para>The pictures leave this machine if the endpoint is elsewhere. Use a cache for training: each pass asks only for what is not in it.</para>
/// </remarks>
public sealed class OpenAiCompatibleCaptioner : Captioner
{
    /// <summary>The endpoint's address up to its version: <c>http://localhost:11434/v1</c> (Ollama), <c>http://gpu:8000/v1</c> (vLLM), <c>https://NAME.openai.azure.com/openai/v1</c>.</summary>
    public string? Endpoint;

    /// <summary>The model's name as the endpoint knows it; it must see pictures.</summary>
    public string? Model;

    /// <summary>The question, put after the frames.</summary>
    public string Prompt = PaperPrompt;

    /// <summary>The NAME of the environment variable that holds the endpoint's key; null where the endpoint needs none. The key itself is never saved nor shown.</summary>
    public string? ApiKeyVariable;

    /// <summary>Tokens of a caption at most, 1..4,096.</summary>
    public int MaximumTokens = 128;

    /// <summary>Seconds one attempt may take, 0.01..3,600.</summary>
    public double TimeoutSeconds = 60;

    /// <summary>Attempts after the first one, 0..20, with growing pauses between; what the endpoint says of the pause (<c>Retry-After</c>) is kept to, up to five minutes.</summary>
    public int Retries = 3;

    /// <summary>Requests at the same time, 1..256, of all cameras and pipelines of this program to this endpoint.</summary>
    public int MaximumConcurrency = 4;

    /// <summary>The first pause before a retry, about; tests shorten it. Not saved.</summary>
    internal TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    internal ChatBounds Bounds => new(MaximumTokens, TimeoutSeconds, Retries, MaximumConcurrency, FirstPause);

    internal OpenAiCompatibleCaptioner Copy() => (OpenAiCompatibleCaptioner)MemberwiseClone();

    internal override void Validate()
    {
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new VadException($"{nameof(Endpoint)} is '{Endpoint}'; expected an address that begins with http:// or https://, such as http://localhost:11434/v1.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new VadException($"{nameof(Endpoint)} holds a user, a query or a fragment; give the plain address up to its version, and a key only through {nameof(ApiKeyVariable)}.");
        }

        if (string.IsNullOrWhiteSpace(Model))
        {
            throw new VadException($"{nameof(Model)} is not set; give the model's name as the endpoint '{Endpoint}' knows it.");
        }

        if (string.IsNullOrWhiteSpace(Prompt))
        {
            throw new VadException($"{nameof(Prompt)} is empty; give the question that the model shall answer.");
        }

        if (ApiKeyVariable is not null && !IsName(ApiKeyVariable))
        {
            throw new VadException($"{nameof(ApiKeyVariable)} is not the name of an environment variable (letters, digits and _); put the key into the environment and give the variable's name.");
        }

        Bounds.Check();
    }

    internal override ReadyCaptioner Prepare()
    {
        Validate();
        return new EndpointCaptioner(Copy());
    }

    // a key given by mistake has other characters as a rule, or begins like one; it must not get into a message or a model
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 128 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
