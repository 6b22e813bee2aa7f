namespace MlNetVad.Service.Cameras;

/// <summary>A frame as it came.</summary>
/// <param name="Pixels">Row-major H, W, C bytes in the model's format; null once it was handed to the model.</param>
/// <param name="At">When, by the wall clock.</param>
/// <param name="Seconds">When, by a clock that does not jump.</param>
internal sealed record LiveFrame(byte[]? Pixels, DateTime At, double Seconds)
{
    /// <summary>Its place among all frames that came into the queue, those that fell out of it included.</summary>
    public long Number { get; init; }

    /// <summary>The picture for people; empty until it is looked at.</summary>
    public byte[] Jpeg { get; init; } = [];
}
