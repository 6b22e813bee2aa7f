using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// Makes anomalies out of normal clips: something that moves is given an extra velocity, so that it moves as nothing in the
/// video does. They choose between ways to pool errors; no real anomaly is needed, and none is used.
/// </summary>
/// <param name="size">The network's pictures.</param>
/// <param name="length">T, frames a clip.</param>
/// <param name="crops">Whether the pictures are crops, which one object fills.</param>
internal sealed class PseudoAnomalies(PictureSize size, int length, bool crops)
{
    private const double FramePart = 1 / 8.0, CropPart = 2 / 3.0;   // of the picture's height
    private const int Tries = 24;
    private readonly byte[] _before = new byte[length * size.Elements];

    /// <summary>Changes a clip.</summary>
    /// <param name="sample">Decides, alone, what is changed and how.</param>
    /// <param name="planes">[T, c, h, w] bytes, changed in place.</param>
    public void Apply(int sample, byte[] planes)
    {
        var rand = new Random(sample);
        planes.CopyTo(_before, 0);
        int height = Math.Max(4, (int)(size.Height * (crops ? CropPart : FramePart) * (0.7 + (0.6 * rand.NextDouble()))));
        int width = Math.Max(4, (int)(height * (0.5 + rand.NextDouble())));
        (int left, int top) = Busiest(rand, Math.Min(width, size.Width), Math.Min(height, size.Height));
        double slowest = crops ? 0.5 : Math.Max(1, size.Width / 192.0);   // pixels a frame; what fills a crop is easier to see
        double speed = slowest * (1 + (2 * rand.NextDouble()));
        double angle = 2 * Math.PI * rand.NextDouble();
        for (int t = 0; t < length; t++)
        {
            int dx = (int)Math.Round(speed * Math.Cos(angle) * (t - (length / 2)));
            int dy = (int)Math.Round(speed * Math.Sin(angle) * (t - (length / 2)));
            Paste(planes.AsSpan(t * size.Elements, size.Elements), _before.AsSpan(t * size.Elements, size.Elements), left, top, width, height, dx, dy);
        }
    }

    // of some boxes at random the one in which the last two frames differ most
    private (int Left, int Top) Busiest(Random rand, int width, int height)
    {
        (int Left, int Top) best = default;
        long most = -1;
        for (int i = 0; i < Tries; i++)
        {
            int left = rand.Next(size.Width - width + 1), top = rand.Next(size.Height - height + 1);
            long change = Change(left, top, width, height);
            if (change > most)
            {
                (best, most) = ((left, top), change);
            }
        }

        return best;
    }

    private long Change(int left, int top, int width, int height)
    {
        ReadOnlySpan<byte> last = _before.AsSpan((length - 1) * size.Elements, size.Elements);
        ReadOnlySpan<byte> earlier = _before.AsSpan((length - 2) * size.Elements, size.Elements);
        long sum = 0;
        for (int y = top; y < top + height; y++)
        {
            for (int i = (y * size.Width) + left; i < (y * size.Width) + left + width; i++)
            {
                sum += Math.Abs(last[i] - earlier[i]);
            }
        }

        return sum;
    }

    private void Paste(Span<byte> target, ReadOnlySpan<byte> source, int left, int top, int width, int height, int dx, int dy)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                int toX = x + dx, toY = y + dy;
                if (x < size.Width && y < size.Height && toX >= 0 && toX < size.Width && toY >= 0 && toY < size.Height)
                {
                    for (int c = 0; c < size.Channels; c++)
                    {
                        int plane = c * size.Height * size.Width;
                        target[plane + (toY * size.Width) + toX] = source[plane + (y * size.Width) + x];
                    }
                }
            }
        }
    }
}
