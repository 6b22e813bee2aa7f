namespace MlNetVad.Service.Cameras;

/// <summary>A frame as it came.</summary>
/// <param name="Pixels">Row-major H, W, C bytes in the model's format; null once it was handed to the model.</param>
/// <param name="At">When, by the wall clock.</param>
/// <param name="Seconds">When, by a clock that does not jump.</param>
/// <param name="Number">Its place among all frames that came.</param>
internal sealed record LiveFrame(byte[]? Pixels, DateTime At, double Seconds, long Number = 0)
{
    /// <summary>The picture for people; empty until it is looked at.</summary>
    public byte[] Jpeg { get; init; } = [];
}
