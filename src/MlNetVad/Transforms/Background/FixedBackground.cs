namespace MlNetVad.Transforms.Background;

/// <summary>The background of a fixed camera, learned once from the training video.</summary>
/// <param name="image">H × W grey levels 0..255; kept, not copied.</param>
internal sealed class FixedBackground(float[] image) : IBackground
{
    /// <inheritdoc/>
    public bool IsFixed => true;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Image => image;

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<byte> grey)
    {
    }
}
