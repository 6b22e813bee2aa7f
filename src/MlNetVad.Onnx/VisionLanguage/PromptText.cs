using System.Globalization;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Writes the prompt: the system's message, the frames with places for their features, the question.</summary>
internal static class PromptText
{
    /// <summary>The whole prompt.</summary>
    /// <param name="settings">Messages and template.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="tokens">How many image tokens a frame has.</param>
    public static string Write(CaptionSettings settings, int frames, int tokens)
    {
        VisionLanguageLayout layout = settings.Layout;
        string picture = layout.ImageStart + string.Concat(Enumerable.Repeat(layout.ImageToken, tokens)) + layout.ImageEnd;
        string pictures = string.Concat(Enumerable.Range(1, frames).Select(i => Fill(layout.FrameLine, $"{i}", picture)));
        string system = settings.SystemMessage.Length > 0 ? Fill(layout.SystemTurn, settings.SystemMessage) : "";
        return system + Fill(layout.UserTurn, pictures, settings.Prompt) + layout.AssistantTurn;
    }

    private static string Fill(string template, params string[] parts) => string.Format(CultureInfo.InvariantCulture, template, parts);
}
