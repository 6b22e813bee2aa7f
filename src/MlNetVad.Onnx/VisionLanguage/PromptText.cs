using System.Globalization;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Writes the prompt: the system's message, the frames with places for their features, the question.</summary>
internal static class PromptText
{
    /// <summary>
    /// How many characters the words of a prompt may have, pictures aside. Byte-pair encoding takes quadratic time in a word's
    /// length, and a prompt that is cut would ask something else.
    /// </summary>
    public const int Longest = 16_384;

    /// <summary>Whether a part of the prompt is too long.</summary>
    /// <param name="name">The part, for the message.</param>
    /// <param name="text">Its text; null for none.</param>
    /// <exception cref="VadException">It is.</exception>
    public static void Check(string name, string? text)
    {
        if (text?.Length > Longest)
        {
            throw new VadException(string.Create(CultureInfo.InvariantCulture, $"{name} has {text.Length:N0} characters; expected {Longest:N0} at most: shorten it."));
        }
    }

    /// <summary>Whether all words of the prompt together are too many.</summary>
    /// <param name="settings">Messages and template.</param>
    /// <exception cref="VadException">They are.</exception>
    public static void Check(CaptionSettings settings) =>
        Check("The prompt with the system's message and the chat's template", Write(settings, frames: 1, tokens: 0));

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
