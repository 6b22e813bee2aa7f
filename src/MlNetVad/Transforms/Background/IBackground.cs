namespace MlNetVad.Transforms.Background;

/// <summary>The picture without its moving objects.</summary>
internal interface IBackground
{
    /// <summary>True where what was observed does not matter: then masks are a pure function of their frame.</summary>
    bool IsFixed { get; }

    /// <summary>Takes the next frame in time; a fixed background ignores it.</summary>
    /// <param name="grey">H × W grey levels 0..255.</param>
    void Observe(ReadOnlySpan<byte> grey);

    /// <summary>H × W grey levels 0..255.</summary>
    ReadOnlySpan<float> Image { get; }
}
