using System.Text.RegularExpressions;

namespace MlNetVad.Video.Frames;

/// <summary>
/// Hides what an address says of who asks: the user's name and password before the host, and the value of every parameter whose
/// name speaks of a user, a password, a token, a key, a secret or a signature, behind a question mark or, as some cameras have it, in
/// the path. The rest, such as the channel's number, stays.
/// </summary>
internal static partial class Secrets
{
    /// <summary>Stands for a hidden value.</summary>
    public const string Hidden = "***";

    /// <summary>One address as it may be shown and stored; what is no address stays as it is.</summary>
    public static string Hide(string address)
    {
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 1)
        {
            return address;
        }

        int host = scheme + 3;
        int end = address.AsSpan(host).IndexOfAny("/?#") is >= 0 and var length ? host + length : address.Length;
        int at = address.LastIndexOf('@', end - 1, end - host);
        if (at < 0 && !HasPort(address.AsSpan(host, end - host)))
        {
            at = address.LastIndexOf('@');   // a password that holds a slash or a question mark
        }

        string rest = Parameter().Replace(address[(at < 0 ? host : at + 1)..], "${name}=" + Hidden);
        return string.Concat(address.AsSpan(0, host), rest);
    }

    /// <summary>A text with all addresses in it as they may be shown.</summary>
    public static string HideIn(string text) => Address().Replace(text, match => Hide(match.Value));

    // "host", "host:554" and "[::1]:554" are hosts; "admin:pa" is half of a name and a password
    private static bool HasPort(ReadOnlySpan<char> authority)
    {
        ReadOnlySpan<char> name = authority[(authority.LastIndexOf(']') + 1)..];
        return !name[(name.IndexOf(':') + 1)..].ContainsAnyExceptInRange('0', '9') || !name.Contains(':');
    }

    // a value runs up to the next '&': it may hold whatever else was not escaped
    [GeneratedRegex(
        @"(?<name>[^?&;/=#\s]*(us(e)?r|login|pas|pwd|psw|token|key|secret|auth|sig|cred)[^?&;/=#\s]*)=[^&]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://[^\s'""]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
