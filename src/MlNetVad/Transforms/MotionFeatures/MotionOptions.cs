namespace MlNetVad.Transforms;

/// <summary>
/// The constants of motion features: sparse Lucas-Kanade flow, tubes and the descriptor. The defaults are those of the
/// object-features recipe, for video at about 10 frames a second. Choices that the recipe's experiment looked up on test
/// labels are marked; the others came from reasoning or training data.
/// </summary>
public sealed record MotionOptions
{
    /// <summary>Levels of the image pyramid, 1..8; 3 in the recipe, step 4. Flow on Lucas-Kanade rather than Farneback was chosen on test labels.</summary>
    public int PyramidLevels = 3;

    /// <summary>Side of the square Lucas-Kanade window, pixels, odd, 3..13; 11 in the recipe, step 4.</summary>
    public int Window = 11;

    /// <summary>Most Lucas-Kanade iterations a level, 1..100; 10 in the recipe, step 4.</summary>
    public int Iterations = 10;

    /// <summary>An iteration that moves a point less than this stops, pixels, at least 0; 0.03 in the recipe, step 4.</summary>
    public float Epsilon = 0.03f;

    /// <summary>
    /// Least eigenvalue of a window's gradient matrix, at least 0; 0.0001 in the recipe, step 4. Scaled as in OpenCV:
    /// mean of products of gradients in grey levels a pixel, divided by 1024.
    /// </summary>
    public float MinimumEigenvalue = 1e-4f;

    /// <summary>Flow longer than this is taken for a failure and set to 0, pixels a frame, above 0; 15 in the recipe, step 4.</summary>
    public float MaximumFlow = 15f;

    /// <summary>A tube ends when its box holds fewer foreground pixels, at least 1; 8 in the recipe, step 5.</summary>
    public int MinimumTubePixels = 8;

    /// <summary>Height to which velocities are normalised, pixels, above 0: the magnitudes of the histogram are pixels a frame of a person so tall; 33 in the recipe, step 6.</summary>
    public float ReferenceHeight = 33f;

    /// <summary>Centres of the magnitude bins beside the zero bin, pixels a frame at the reference height, increasing, 1..31 of them; {.5, 1, 1.5, 2, 2.5, 3, 4, 5} in the recipe, step 6.</summary>
    public float[] Magnitudes = [0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 4f, 5f];

    /// <summary>Orientation bins a full turn, 2..255; 8 in the recipe, step 6 (kept after a look at test labels).</summary>
    public int Orientations = 8;

    /// <summary>Horizontal bands of the box, each with its own histogram, 1..16; 3 in the recipe, step 6 (kept after a look at test labels).</summary>
    public int Bands = 3;

    /// <summary>Threads that work on one clip, 1..64. The result is the same for every number.</summary>
    public int Threads = 1;

    /// <summary>Bins a band: zero, and magnitudes × orientations.</summary>
    internal int BinsPerBand => 1 + (Magnitudes.Length * Orientations);

    /// <summary>Floats a descriptor: 195 by default.</summary>
    public int DescriptorLength => Bands * BinsPerBand;

    /// <summary>Checks every option.</summary>
    /// <exception cref="VadException">Names the first option that is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Between(nameof(PyramidLevels), PyramidLevels, 1, 8);
        OptionCheck.Between(nameof(Window), Window, 3, 13);
        if (Window % 2 == 0)
        {
            throw new VadException($"{nameof(Window)} is {Window}; expected an odd number, so that it has a centre: correct the option.");
        }

        OptionCheck.Between(nameof(Iterations), Iterations, 1, 100);
        OptionCheck.Between(nameof(Epsilon), Epsilon, 0, 100);
        OptionCheck.Between(nameof(MinimumEigenvalue), MinimumEigenvalue, 0, float.MaxValue);
        OptionCheck.Above(nameof(MaximumFlow), MaximumFlow, 0);
        OptionCheck.Between(nameof(MinimumTubePixels), MinimumTubePixels, 1, int.MaxValue);
        OptionCheck.Above(nameof(ReferenceHeight), ReferenceHeight, 0);
        OptionCheck.Between(nameof(Orientations), Orientations, 2, 255);
        OptionCheck.Between(nameof(Bands), Bands, 1, 16);
        OptionCheck.Between(nameof(Threads), Threads, 1, 64);
        ValidateMagnitudes();
    }

    private void ValidateMagnitudes()
    {
        bool valid = Magnitudes is { Length: >= 1 and <= 31 } && Magnitudes[0] > 0 && float.IsFinite(Magnitudes[^1]);
        for (int i = 1; valid && i < Magnitudes.Length; i++)
        {
            valid = Magnitudes[i] > Magnitudes[i - 1];
        }

        if (!valid)
        {
            throw new VadException($"{nameof(Magnitudes)} must be 1 to 31 increasing numbers above 0: correct the option.");
        }
    }

    /// <summary>Writes every option but <see cref="Threads"/>, little-endian.</summary>
    internal void Write(BinaryWriter writer)
    {
        foreach (int value in (ReadOnlySpan<int>)[PyramidLevels, Window, Iterations, MinimumTubePixels, Orientations, Bands, Magnitudes.Length])
        {
            writer.Write(value);
        }

        foreach (float value in (ReadOnlySpan<float>)[Epsilon, MinimumEigenvalue, MaximumFlow, ReferenceHeight, .. Magnitudes])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static MotionOptions Read(BinaryReader reader)
    {
        var options = new MotionOptions
        {
            PyramidLevels = reader.ReadInt32(),
            Window = reader.ReadInt32(),
            Iterations = reader.ReadInt32(),
            MinimumTubePixels = reader.ReadInt32(),
            Orientations = reader.ReadInt32(),
            Bands = reader.ReadInt32(),
        };
        int magnitudes = reader.ReadInt32();
        options.Epsilon = reader.ReadSingle();
        options.MinimumEigenvalue = reader.ReadSingle();
        options.MaximumFlow = reader.ReadSingle();
        options.ReferenceHeight = reader.ReadSingle();
        options.Magnitudes = new float[Math.Clamp(magnitudes, 0, 31)];
        for (int i = 0; i < options.Magnitudes.Length; i++)
        {
            options.Magnitudes[i] = reader.ReadSingle();
        }

        options.Validate();
        return options;
    }
}
