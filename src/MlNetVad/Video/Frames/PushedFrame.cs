namespace MlNetVad.Video.Frames;

/// <summary>A frame that code hands over.</summary>
/// <param name="Bytes">Row-major H, W, C.</param>
/// <param name="Missing">Frames that were to come before it and did not, such as those that nobody had time for.</param>
internal readonly record struct PushedFrame(byte[] Bytes, long Missing = 0);
