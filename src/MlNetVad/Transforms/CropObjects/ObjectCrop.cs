namespace MlNetVad.Transforms.CropObjects;

/// <summary>The pixels of an object's box.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Pixels">[h, w, C].</param>
internal sealed record ObjectCrop(int Height, int Width, byte[] Pixels)
{
    /// <summary>Cuts a box out of a frame: every pixel that it touches, inside the frame.</summary>
    /// <param name="frame">[H, W, C].</param>
    /// <param name="shape">H, W, C.</param>
    /// <param name="box">x, y, width and height in pixels.</param>
    /// <exception cref="VadException">The box has a number that is none.</exception>
    public static ObjectCrop Of(ReadOnlySpan<byte> frame, ClipShape shape, ReadOnlySpan<float> box)
    {
        (int left, int width) = Range(box[0], box[2], shape.Width);
        (int top, int height) = Range(box[1], box[3], shape.Height);
        int line = width * shape.Channels;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(height * line);
        for (int y = 0; y < height; y++)
        {
            int start = (((top + y) * shape.Width) + left) * shape.Channels;
            frame.Slice(start, line).CopyTo(pixels.AsSpan(y * line, line));
        }

        return new ObjectCrop(height, width, pixels);
    }

    private static (int Start, int Length) Range(float start, float length, int end)
    {
        if (!float.IsFinite(start) || !float.IsFinite(length))
        {
            throw new VadException($"An object's box begins at {start} and is {length} px long; expected finite numbers: correct what finds the objects.");
        }

        int first = (int)Math.Clamp(MathF.Floor(start), 0, end - 1);
        int last = (int)Math.Clamp(MathF.Ceiling(start + length), first + 1, end);
        return (first, last - first);
    }
}
