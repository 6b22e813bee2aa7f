using System.Runtime.InteropServices;

namespace MlNetVad.Transforms;

/// <summary>
/// The expected height of an upright object whose feet are at row y: h(y) = clamp(slope · y + intercept, minimum, maximum), pixels
/// (object-features recipe, step 2).
/// </summary>
/// <param name="Slope">Pixels of height a row.</param>
/// <param name="Intercept">Height at the top row, pixels.</param>
/// <param name="Minimum">Least height, pixels.</param>
/// <param name="Maximum">Largest height, pixels.</param>
/// <param name="Reference">Typical height in the scene, pixels; half of it lies between a body's centre and its feet.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PersonHeight(float Slope, float Intercept, float Minimum, float Maximum, float Reference)
{
    private const float RecipeRows = 240f;

    /// <summary>The line of the recipe's scene: 360 × 240 pixels.</summary>
    public static PersonHeight Recipe { get; } = new(0.14f, 13.5f, 24f, 60f, 34f);

    /// <summary>The recipe's line, scaled to a picture of another height: for scenes that show too few objects to learn from.</summary>
    /// <param name="rows">H, pixels.</param>
    public static PersonHeight ForPicture(int rows)
    {
        float scale = rows / RecipeRows;
        return new PersonHeight(Recipe.Slope, Recipe.Intercept * scale, Recipe.Minimum * scale, Recipe.Maximum * scale, Recipe.Reference * scale);
    }

    /// <summary>A line whose limits are the recipe's in proportion to the typical height.</summary>
    public static PersonHeight FromLine(float slope, float intercept, float reference) => new(
        slope,
        intercept,
        Recipe.Minimum / Recipe.Reference * reference,
        Recipe.Maximum / Recipe.Reference * reference,
        reference);

    /// <summary>The expected height for feet at a row, pixels.</summary>
    public float At(float bottom) => Math.Clamp((Slope * bottom) + Intercept, Minimum, Maximum);

    /// <summary>The expected height of a body whose centre is at a row, pixels.</summary>
    public float AroundRow(float row) => At(row + (0.5f * Reference));

    /// <summary>The line in words.</summary>
    public override string ToString() => $"{Slope:0.###} · row + {Intercept:0.#} pixels, within {Minimum:0} … {Maximum:0}";

    /// <summary>Whether every number is usable.</summary>
    public bool IsValid => float.IsFinite(Slope) && float.IsFinite(Intercept) && Minimum > 0 && Maximum >= Minimum && float.IsFinite(Maximum) && Reference > 0 && float.IsFinite(Reference);

    /// <summary>Writes five floats, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Slope);
        writer.Write(Intercept);
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write(Reference);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PersonHeight Read(BinaryReader reader) =>
        new(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
}
