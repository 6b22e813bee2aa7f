using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Camera;

/// <summary>How the camera's picture normally is, and what is no longer that.</summary>
/// <param name="View">The usual picture's edges: how much brighter each cell of a <see cref="CameraGrid"/> is than its left neighbour.</param>
/// <param name="Light">The least mean grey level that training has shown.</param>
/// <param name="Contrast">The least standard deviation of a picture's cells.</param>
/// <param name="Likeness">The least correlation of some seconds' edges (<see cref="SlowView"/>) with the usual picture's.</param>
/// <param name="StillSeconds">The longest time in which not a byte of the picture changed.</param>
internal sealed record CameraNormal(float[] View, float Light, float Contrast, float Likeness, float StillSeconds)
{
    // Wide of anything that training has shown, for a wrong word is worse than none: the score alarms by itself.
    private const float DarkShare = 0.6f, FlatShare = 0.2f, UnlikeTimes = 3, LeastUnlike = 0.1f, StillTimes = 3, LeastStillSeconds = 2;

    /// <summary>What has happened to the camera, in a word; empty where nothing has.</summary>
    /// <param name="cells">The picture's cells.</param>
    /// <param name="edges">The edges of the last seconds' mean; null where there is none yet.</param>
    /// <param name="stillSeconds">For how long not a byte of it has changed.</param>
    public string State(float[] cells, float[]? edges, double stillSeconds) =>
        Deviation(cells) < FlatShare * Contrast ? "covered"
        : Mean(cells) < DarkShare * Light ? "dark"
        : stillSeconds > Math.Max(LeastStillSeconds, StillTimes * StillSeconds) ? "frozen"
        : edges is not null && 1 - Correlation(edges, View) > Math.Max(LeastUnlike, UnlikeTimes * (1 - Likeness)) ? "moved"
        : "";

    /// <summary>The mean of cells.</summary>
    public static float Mean(ReadOnlySpan<float> cells) => TensorPrimitives.Sum(cells) / cells.Length;

    /// <summary>Their standard deviation.</summary>
    public static float Deviation(ReadOnlySpan<float> cells)
    {
        float mean = Mean(cells);
        return MathF.Sqrt(Math.Max(0, (TensorPrimitives.SumOfSquares(cells) / cells.Length) - (mean * mean)));
    }

    /// <summary>How much brighter each cell is than the one before it: what bands from side to side, such as sky over ground, have in common is gone.</summary>
    public static float[] Edges(ReadOnlySpan<float> cells)
    {
        float[] edges = new float[cells.Length - 1];
        TensorPrimitives.Subtract(cells[1..], cells[..^1], edges);
        return edges;
    }

    /// <summary>The correlation of two pictures' edges, −1 … 1; 1 where one has none, which says nothing of the view.</summary>
    public static float Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float covariance = (TensorPrimitives.Dot(a, b) / a.Length) - (Mean(a) * Mean(b));
        float both = Deviation(a) * Deviation(b);
        return both > 1e-3f ? covariance / both : 1;
    }

    /// <summary>Writes it, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(View.Length);
        foreach (float value in (ReadOnlySpan<float>)[.. View, Light, Contrast, Likeness, StillSeconds])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The size is impossible.</exception>
    public static CameraNormal Read(BinaryReader reader)
    {
        int cells = reader.ReadInt32();
        if (cells is < 1 or > 1 << 16)
        {
            throw new VadException("The model's usual picture has an impossible size: the file is damaged; train or copy it again.");
        }

        float[] all = new float[cells + 4];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = reader.ReadSingle();
        }

        return new CameraNormal(all[..cells], all[cells], all[cells + 1], all[cells + 2], all[cells + 3]);
    }
}
