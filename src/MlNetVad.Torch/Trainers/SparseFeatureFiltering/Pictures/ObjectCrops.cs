using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Pictures;

/// <summary>
/// Cuts an object's box out of every frame of a clip and brings it to the network's size, bilinear: the units of the
/// object-centric mode (SIB-VAD, section 4.3). The crop has the shape of the network's picture, around the object's centre; it
/// stands still, so what moves, moves through it.
/// </summary>
internal sealed class ObjectCrops(ClipShape shape, PictureSize size, CropScale scale)
{
    /// <summary>Numbers of an object: x, y, width, height, confidence, class.</summary>
    public const int Stride = 6;

    /// <summary>Cuts one object.</summary>
    /// <param name="clip">[T, H, W, C] bytes.</param>
    /// <param name="box">x, y, width, height, … in pixels of the clip.</param>
    /// <param name="planes">[T, c, h, w] bytes, written.</param>
    public void Cut(ReadOnlySpan<byte> clip, ReadOnlySpan<float> box, Span<byte> planes)
    {
        float side = scale.Side;
        float width = side * size.Width / Math.Max(size.Width, size.Height), height = side * size.Height / Math.Max(size.Width, size.Height);
        float left = Inside(box[0] + (box[2] / 2) - (width / 2), width, shape.Width);
        float top = Inside(box[1] + (box[3] / 2) - (height / 2), height, shape.Height);
        for (int t = 0; t < shape.Frames; t++)
        {
            ReadOnlySpan<byte> frame = shape.Frame(clip, t);
            Span<byte> target = planes.Slice(t * size.Elements, size.Elements);
            for (int y = 0; y < size.Height; y++)
            {
                for (int x = 0; x < size.Width; x++)
                {
                    Fill(frame, left + (x * width / size.Width), top + (y * height / size.Height), width / size.Width, target[((y * size.Width) + x)..]);
                }
            }
        }
    }

    // a crop is moved into the picture: a border repeated over and over would pass for motion without contrast
    private static float Inside(float start, float length, int end) => Math.Max(0, Math.Min(start, end - length));

    // a pixel of the crop is the mean of as many samples across and down as it covers pixels: without that, noise would pass for motion
    private void Fill(ReadOnlySpan<byte> frame, float left, float top, float step, Span<byte> target)
    {
        int samples = Math.Max(1, (int)MathF.Ceiling(step));
        int plane = size.Height * size.Width;
        for (int c = 0; c < size.Channels; c++)
        {
            float sum = 0;
            for (int i = 0; i < samples * samples; i++)
            {
                float x = left + (((i % samples) + 0.5f) * step / samples) - 0.5f, y = top + (((i / samples) + 0.5f) * step / samples) - 0.5f;
                sum += Sample(frame, Math.Clamp(x, 0, shape.Width - 1), Math.Clamp(y, 0, shape.Height - 1), Math.Min(c, shape.Channels - 1));
            }

            target[c * plane] = (byte)((sum / (samples * samples)) + 0.5f);
        }
    }

    private float Sample(ReadOnlySpan<byte> frame, float x, float y, int channel)
    {
        int x0 = (int)x, y0 = (int)y;
        int x1 = Math.Min(x0 + 1, shape.Width - 1), y1 = Math.Min(y0 + 1, shape.Height - 1);
        float upper = Lerp(At(frame, x0, y0, channel), At(frame, x1, y0, channel), x - x0);
        float lower = Lerp(At(frame, x0, y1, channel), At(frame, x1, y1, channel), x - x0);
        return Lerp(upper, lower, y - y0);
    }

    private byte At(ReadOnlySpan<byte> frame, int x, int y, int channel) => frame[(((y * shape.Width) + x) * shape.Channels) + channel];

    private static float Lerp(float a, float b, float share) => a + ((b - a) * share);
}

/// <summary>How large crops are.</summary>
/// <param name="Margin">The longer side of every crop by <paramref name="Typical"/>.</param>
/// <param name="Typical">The median of the longer sides of normal objects, in pixels. All crops have one scale: a small object blown up would
/// show its noise as motion, and a large one shrunk would seem slow.</param>
internal readonly record struct CropScale(float Margin, float Typical)
{
    /// <summary>The longer side of a crop, in pixels of the clip.</summary>
    public float Side => Math.Max(1, Margin * Typical);

    /// <summary>Learns what is typical from the objects of normal video; nothing without an objects column.</summary>
    public static CropScale Learn(IDataView data, PredictorColumns columns, float margin)
    {
        if (columns.Objects is null)
        {
            return new CropScale(margin, 0);
        }

        DataViewSchema.Column column = InputColumn.Bag(columns.Objects, ObjectCrops.Stride).Find(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        var sides = new QuantileSample();
        VBuffer<float> row = default;
        float[] scratch = [];
        while (cursor.MoveNext())
        {
            getter(ref row);
            ReadOnlySpan<float> objects = Slots.Dense(in row, ref scratch);
            for (int i = 0; i + ObjectCrops.Stride <= objects.Length; i += ObjectCrops.Stride)
            {
                sides.Add(Math.Max(objects[i + 2], objects[i + 3]));
            }
        }

        return new CropScale(margin, sides.Seen == 0 ? 0 : (float)sides.Quantile(0.5));
    }
}
