namespace Microsoft.ML.Tokenizers;

/// <summary>One token of an encoded text.</summary>
public readonly struct EncodedToken : IEquatable<EncodedToken>
{
    /// <summary>Creates a token.</summary>
    public EncodedToken(int id, string value, Range offset)
    {
        Id = id;
        Value = value;
        Offset = offset;
    }

    /// <summary>Its number in the vocabulary.</summary>
    public int Id { get; }

    /// <summary>Its text in the vocabulary.</summary>
    public string Value { get; }

    /// <summary>Which characters of the encoded (normalized, where it is) text it stands for.</summary>
    public Range Offset { get; }

    /// <inheritdoc/>
    public bool Equals(EncodedToken other) => Id == other.Id && Value == other.Value && Offset.Equals(other.Offset);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EncodedToken other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Value, Offset);
}
