using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.SceneCaption;

/// <summary>What is put into words about one object. Lengths are in expected heights of a person at its place, so that perspective cancels.</summary>
/// <param name="Speed">Expected heights a frame.</param>
/// <param name="Area">Of the box, squared expected heights.</param>
/// <param name="Height">Of the box, expected heights.</param>
/// <param name="Aspect">Width over height of the box.</param>
/// <param name="U">Rightward velocity, pixels a frame.</param>
/// <param name="V">Downward velocity, pixels a frame.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObjectMeasures(float Speed, float Area, float Height, float Aspect, float U, float V)
{
    /// <summary>Measures an object.</summary>
    /// <param name="box">x, y, width, height in pixels.</param>
    /// <param name="u">Rightward velocity, pixels a frame.</param>
    /// <param name="v">Downward velocity, pixels a frame.</param>
    /// <param name="heightLine">Expected heights.</param>
    /// <exception cref="VadException">The box is no box.</exception>
    public static ObjectMeasures Of(ReadOnlySpan<float> box, float u, float v, in PersonHeight heightLine)
    {
        (float width, float height) = (box[2], box[3]);
        float feet = box[1] + height;
        if (!(float.IsFinite(box[0]) && float.IsFinite(feet) && float.IsFinite(width) && width > 0 && height > 0))
        {
            throw new VadException(
                $"An object's box is x {box[0]}, y {box[1]}, width {width}, height {height}; expected finite numbers and a size above 0: repair the detector's column.");
        }

        float person = heightLine.At(feet);
        return new ObjectMeasures(
            MathF.Sqrt((u * u) + (v * v)) / person, width / person * (height / person), height / person, width / height, u, v);
    }
}
