using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>A chat client, what it is asked, and how it is spoken of.</summary>
internal sealed record ChatSetup
{
    /// <summary>The client; it belongs to whoever made it.</summary>
    public required IChatClient Client { get; init; }

    /// <summary>What limits the requests at the same time.</summary>
    public required EndpointGate Gate { get; init; }

    /// <summary>The question behind the frames.</summary>
    public required string Prompt { get; init; }

    /// <summary>Time-outs, retries, tokens.</summary>
    public required ChatBounds Bounds { get; init; }

    /// <summary>Everything beside the clip that decides the words, hashed.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How sentences about it begin.</summary>
    public required string Who { get; init; }

    /// <summary>What it does where its model is not found: "knows no model 'llava'".</summary>
    public required string KnowsNoModel { get; init; }

    /// <summary>What to do where the key is refused.</summary>
    public required string KeyRemedy { get; init; }

    /// <summary>What to do where the model is not found.</summary>
    public required string ModelRemedy { get; init; }

    /// <summary>What to do where the answer has another form.</summary>
    public required string FormRemedy { get; init; }

    /// <summary>The key, which no sentence may hold; null where there is none, or only the client knows it.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the client may have a key that is not known here, so that it cannot be blotted out.</summary>
    public bool HasKeyOfItsOwn { get; init; }

    /// <summary>A fingerprint of parts.</summary>
    public static string Hash(params object?[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
