namespace Microsoft.ML.Tokenizers;

/// <summary>Lower-cases a text.</summary>
public sealed class LowerCaseNormalizer : Normalizer
{
    /// <summary>The one that everyone may share.</summary>
    public static LowerCaseNormalizer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Normalize(string original) => original.ToLowerInvariant();

    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => original.ToString().ToLowerInvariant();
}
