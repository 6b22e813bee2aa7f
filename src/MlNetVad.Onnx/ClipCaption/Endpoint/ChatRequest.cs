using System.Text.Json;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// The body of a request. It is written here because the name of the token limit differs: <c>max_tokens</c> is what Ollama, vLLM
/// and LM Studio know, the client's own types say <c>max_completion_tokens</c>, which reasoning models insist on.
/// </summary>
internal static class ChatRequest
{
    /// <summary>Writes a request.</summary>
    /// <param name="settings">Model, prompt and token limit.</param>
    /// <param name="clip">The frames.</param>
    /// <param name="forReasoning">Whether the token limit has its newer name, and the temperature, which such models refuse, is left out.</param>
    public static BinaryData Write(OpenAiCompatibleCaptioner settings, in CaptionedClip clip, bool forReasoning)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("model", settings.Model);
            if (forReasoning)
            {
                json.WriteNumber("max_completion_tokens", settings.MaximumTokens);
            }
            else
            {
                json.WriteNumber("max_tokens", settings.MaximumTokens);
                json.WriteNumber("temperature", 0);
            }

            json.WriteStartArray("messages");
            json.WriteStartObject();
            json.WriteString("role", "user");
            json.WriteStartArray("content");
            for (int i = 0; i < clip.Shape.Frames; i++)
            {
                WriteText(json, $"Frame{i + 1}: ");
                WritePicture(json, PngWriter.Write(clip.Shape.Frame(clip.Frames, i), clip.Shape.Width, clip.Shape.Height, clip.Shape.Channels));
            }

            WriteText(json, settings.Prompt);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new BinaryData(stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter json, byte[] png)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteString("url", $"data:image/png;base64,{Convert.ToBase64String(png)}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
