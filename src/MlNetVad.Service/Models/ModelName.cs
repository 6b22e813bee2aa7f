using System.Text.RegularExpressions;

namespace MlNetVad.Service.Models;

/// <summary>Names of models, from which their files' names are made.</summary>
internal static partial class ModelName
{
    private const int LongestCamera = 40;

    /// <summary>Whether a text is a name.</summary>
    public static bool IsOne(string name) => Shape().IsMatch(name);

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="VadException">It is none.</exception>
    public static string Check(string? name) => name is not null && IsOne(name)
        ? name
        : throw new VadException("A model's name has 1 to 64 letters, digits, '-' and '_'; give another one.");

    /// <summary>A name for a model that is trained for a camera now.</summary>
    public static string For(string camera, DateTime now)
    {
        string letters = new string([.. camera.Take(LongestCamera).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return FormattableString.Invariant($"{(letters.Length > 0 ? letters : "camera")}-{now:yyyyMMdd-HHmmss}");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
