using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>What a chat client is asked about a clip.</summary>
internal static class ChatQuestion
{
    /// <summary>One message of the user: each frame as PNG behind its number, then the prompt.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="clip">The frames.</param>
    public static ChatMessage Of(string prompt, in CaptionedClip clip)
    {
        var parts = new List<AIContent>((2 * clip.Shape.Frames) + 1);
        for (int i = 0; i < clip.Shape.Frames; i++)
        {
            parts.Add(new TextContent($"Frame{i + 1}: "));
            parts.Add(new DataContent(PngWriter.Write(clip.Shape.Frame(clip.Frames, i), clip.Shape.Width, clip.Shape.Height, clip.Shape.Channels), "image/png"));
        }

        parts.Add(new TextContent(prompt));
        return new ChatMessage(ChatRole.User, parts);
    }
}
