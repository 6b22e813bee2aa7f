using System.Globalization;

namespace MlNetVad;

/// <summary>Numbers with their nouns, for messages.</summary>
internal static class Counted
{
    /// <summary>"1 video", "2 videos", "1,024 frames" as <paramref name="format"/> says.</summary>
    public static string Of(long count, string noun, string format = "0") =>
        $"{count.ToString(format, CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
