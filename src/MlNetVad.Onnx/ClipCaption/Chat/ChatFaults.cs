using System.ClientModel;
using System.Net.Sockets;
using System.Text.Json;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Turns what a chat client throws into one sentence without a key.</summary>
/// <param name="setup">How the client is spoken of.</param>
internal sealed class ChatFaults(ChatSetup setup)
{
    private string Attempts => setup.Bounds.Retries == 0 ? "" : $" in {setup.Bounds.Retries + 1} attempts";

    /// <summary>Whether the same question may be answered a little later.</summary>
    public static bool MayPass(Exception e) => e is not CaptionFailureException && Status(e) switch
    {
        0 => e is ClientResultException || IsAbsence(e) || e is TimeoutException or OperationCanceledException,
        int status => status is 408 or 429 or >= 500,
    };

    /// <summary>What the service says of the pause before the next attempt; null where it says nothing.</summary>
    public static string? RetryAfter(Exception e)
    {
        string? header = null;
        (e as ClientResultException)?.GetRawResponse()?.Headers.TryGetValue("Retry-After", out header);
        return header;
    }

    /// <summary>An answer in which there is nothing.</summary>
    public CaptionFailureException Empty() => new("empty answer", $"{setup.Who} answers without a word.");

    /// <summary>What to tell of a failure.</summary>
    /// <param name="e">What was thrown; a <see cref="TimeoutException"/> means that the attempt's time is over.</param>
    /// <param name="hasAnswered">Whether there was an answer before, so that the settings are right.</param>
    public CaptionFailureException Told(Exception e, bool hasAnswered) => e switch
    {
        _ when Status(e) is > 0 and var status => Refusal(status, ChatAnswer.Error((e as ClientResultException)?.GetRawResponse()?.Content), hasAnswered),
        TimeoutException => new("too slow", $"{setup.Who} did not answer within {setup.Bounds.TimeoutSeconds} s{Attempts}."),
        OperationCanceledException => new("too slow", $"{setup.Who} gave up{Attempts} before there was an answer."),
        ClientResultException => Absent(e),
        _ when IsAbsence(e) => Absent(e),
        _ when IsMalformed(e) => new("malformed answer", $"{setup.Who} answers something that is not a chat completion; {setup.FormRemedy}."),
        _ => new("error", $"{setup.Who} failed ({Clean(Reason(e))})."),
    };

    private CaptionFailureException Absent(Exception e) => new("not reachable", $"{setup.Who} cannot be reached{Attempts} ({Clean(Reason(e))}).");

    private CaptionFailureException Refusal(int code, string answer, bool hasAnswered)
    {
        // services like to repeat the key that they refuse
        string said = setup.HasKeyOfItsOwn && code is 401 or 403 ? "" : Clean(answer);
        string status = said.Length == 0 ? $"{code}" : $"{code}: {said.TrimEnd('.')}";
        return code switch
        {
            401 or 403 => new("not allowed", $"{setup.Who} refuses the key ({status}); {setup.KeyRemedy}.", isConfiguration: true),
            404 or 405 => new("not found", $"{setup.Who} {setup.KnowsNoModel}, or the address is wrong ({status}); {setup.ModelRemedy}.", isConfiguration: true),
            408 => new("too slow", $"{setup.Who} gave up{Attempts} ({status})."),
            429 => new("too busy", $"{setup.Who} is too busy{Attempts} ({status})."),
            >= 400 and < 500 => new("refused", $"{setup.Who} refuses the request ({status}).", isConfiguration: !hasAnswered && !IsAboutContent(said)),
            _ => new("error", $"{setup.Who} failed{Attempts} ({status})."),
        };
    }

    // 0 where there was no answer with a status
    private static int Status(Exception e) => e switch
    {
        ClientResultException answer => answer.Status,
        HttpRequestException { StatusCode: { } code } => (int)code,
        _ => 0,
    };

    private static bool IsAbsence(Exception e) => e is HttpRequestException or IOException or SocketException;

    // what clients throw while they read an answer of another form
    private static bool IsMalformed(Exception e) => e
        is JsonException or FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException or KeyNotFoundException or NullReferenceException;

    // an answer about this clip, not about the settings
    private static bool IsAboutContent(string said) =>
        said.Contains("content management policy", StringComparison.OrdinalIgnoreCase) || said.Contains("content_filter", StringComparison.OrdinalIgnoreCase);

    private static string Reason(Exception e) => e.GetBaseException().Message.Split('\n')[0].TrimEnd('.', '\r');

    private string Clean(string text)
    {
        const int Shown = 200;
        string clean = setup.Key is null ? text : text.Replace(setup.Key, "***", StringComparison.Ordinal);
        return clean.Length > Shown ? clean[..Shown] + "…" : clean;
    }
}
