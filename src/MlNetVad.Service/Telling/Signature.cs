using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlNetVad.Service.Telling;

/// <summary>Proves to a webhook that a message is ours and new: HMAC-SHA256 over the time, a point and the body.</summary>
internal static class Signature
{
    /// <summary>The header that carries it, as <c>t=SECONDS,v1=HEX</c>.</summary>
    public const string Header = "X-MlNetVad-Signature";

    /// <summary>Signs.</summary>
    public static string Of(string secret, DateTimeOffset at, string body)
    {
        string time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }
}
