using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Reads what an endpoint answers.</summary>
internal static partial class ChatAnswer
{
    /// <summary>The words of the first choice, on one line; null where the answer is not what it should be, empty where it says nothing.</summary>
    public static string? Text(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Property(document.RootElement, "choices") is { ValueKind: JsonValueKind.Array } choices
                ? choices.GetArrayLength() == 0 ? "" : Content(choices[0])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What an error answer says, on one line; empty where it says nothing.</summary>
    public static string Error(BinaryData? body) => body is null ? "" : OneLine(ErrorOf(body) ?? "");

    /// <summary>A text with each run of white space as one space.</summary>
    public static string OneLine(string text) => WhiteSpace().Replace(text, " ").Trim();

    private static string? Content(JsonElement choice)
    {
        JsonElement? content = Property(choice, "message") is { } message ? Property(message, "content") : null;
        return content switch
        {
            { ValueKind: JsonValueKind.String } text => OneLine(text.GetString()!),
            { ValueKind: JsonValueKind.Null } => "",
            { ValueKind: JsonValueKind.Array } parts => OneLine(string.Join(' ', parts.EnumerateArray().Select(p => Property(p, "text")?.ToString()))),
            _ => null,
        };
    }

    // {"error": {"message": "…"}}, {"error": "…"}, {"message": "…"}
    private static string? ErrorOf(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            JsonElement error = Property(document.RootElement, "error") ?? document.RootElement;
            return error.ValueKind == JsonValueKind.String ? error.GetString() : Property(error, "message")?.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
