using System.Text.Json;
using MlNetVad.Evaluation;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Cameras;

/// <summary>
/// Where in the picture something counts: within a zone, where there are zones, and within no mask. What is judged is the middle of the place
/// that the model names; what has no place, such as a scene as a whole, counts always.
/// </summary>
internal sealed class Area
{
    private const int MostPolygons = 32, MostCorners = 64;

    private readonly float[][][] _zones, _masks;

    private Area(float[][][] zones, float[][][] masks) => (_zones, _masks) = (zones, masks);

    /// <summary>The areas of a camera.</summary>
    public static Area Of(Camera camera) => new(Read(camera.Zones), Read(camera.Masks));

    /// <summary>Reads polygons: a list of lists of corners [x, y], each 0 … 1.</summary>
    /// <exception cref="VadException">It is none.</exception>
    public static float[][][] Read(string json)
    {
        float[][][]? polygons = null;
        try
        {
            polygons = JsonSerializer.Deserialize<float[][][]>(json);
        }
        catch (JsonException)
        {
            // told below
        }

        return polygons is { Length: <= MostPolygons } && Array.TrueForAll(polygons, IsPolygon)
            ? polygons
            : throw new VadException($"Zones and masks are up to {MostPolygons} lists of 3 to {MostCorners} corners [x, y], each from 0 to 1; draw them again.");
    }

    /// <summary>Whether what is at a place counts.</summary>
    public bool Counts(ScoredBox? at)
    {
        if (at is not { } place)
        {
            return true;
        }

        (float x, float y) = (place.X + (place.Width / 2), place.Y + (place.Height / 2));
        return (_zones.Length == 0 || Array.Exists(_zones, zone => Holds(zone, x, y))) && !Array.Exists(_masks, mask => Holds(mask, x, y));
    }

    private static bool IsPolygon(float[][]? corners) =>
        corners is { Length: >= 3 and <= MostCorners } && Array.TrueForAll(corners, corner => corner is [>= 0 and <= 1, >= 0 and <= 1]);

    // a ray to the right crosses the border an odd number of times
    private static bool Holds(float[][] corners, float x, float y)
    {
        bool inside = false;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            (float[] a, float[] b) = (corners[i], corners[j]);
            if (a[1] > y != b[1] > y && x < ((b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])) + a[0])
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
