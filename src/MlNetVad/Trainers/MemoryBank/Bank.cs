using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MlNetVad.Trainers;

/// <summary>
/// What each place of a grid normally looks like: unit vectors, of which no two of one place are nearer than a radius to each other
/// (a k-centre coreset; PatchCore, Roth et al. 2022, section 3.2). Vectors are rounded to half precision, in memory as in the file.
/// </summary>
/// <param name="width">Numbers a vector.</param>
/// <param name="columns">Places in a row of the grid.</param>
internal sealed class Bank(int width, int columns)
{
    private List<float>[] _places = [];

    /// <summary>Numbers a vector.</summary>
    public int Width => width;

    /// <summary>Places in a row of the grid.</summary>
    public int Columns => columns;

    /// <summary>Places of the grid; 0 before the first map.</summary>
    public int Places => _places.Length;

    /// <summary>Vectors kept.</summary>
    public int Count => _places.Sum(p => p.Count) / width;

    /// <summary>The least distance of two vectors of a place.</summary>
    public float Radius { get; private set; } = 0.05f;

    /// <summary>Keeps what is new in a map, and no more than so many vectors in all: beyond, the radius grows.</summary>
    /// <param name="map">A unit vector a place, row by row of the grid.</param>
    /// <param name="most">At least the number of places.</param>
    public void Add(ReadOnlySpan<float> map, int most)
    {
        if (_places.Length == 0)
        {
            _places = [.. Enumerable.Range(0, map.Length / width).Select(_ => new List<float>())];
        }

        for (int place = 0; place < _places.Length; place++)
        {
            Keep(_places[place], map.Slice(place * width, width));
        }

        while (Count > most)
        {
            Thin();
        }
    }

    /// <summary>The distance of each place to the nearest that it or a neighbour of it normally looks like, 0 … 2.</summary>
    /// <param name="map">A unit vector a place.</param>
    /// <param name="distances">One a place, written.</param>
    public void Distances(ReadOnlySpan<float> map, Span<float> distances)
    {
        distances.Fill(-1);   // cosines first
        for (int place = 0; place < _places.Length; place++)
        {
            ReadOnlySpan<float> all = CollectionsMarshal.AsSpan(_places[place]);
            for (int start = 0; start < all.Length; start += width)
            {
                Compare(all.Slice(start, width), place, map, distances);
            }
        }

        for (int place = 0; place < distances.Length; place++)
        {
            distances[place] = Distance(distances[place]);
        }
    }

    /// <summary>Writes the vectors in half precision, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(width);
        writer.Write(columns);
        writer.Write(Radius);
        writer.Write(_places.Length);
        foreach (List<float> place in _places)
        {
            writer.Write(place.Count);
            var halves = new Half[place.Count];
            TensorPrimitives.ConvertToHalf(CollectionsMarshal.AsSpan(place), halves);
            writer.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The sizes are impossible.</exception>
    public static Bank Read(BinaryReader reader)
    {
        (int width, int columns, float radius, int places) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadSingle(), reader.ReadInt32());
        if (width < 1 || columns < 1 || places < 0 || places > 1 << 16 || places % columns != 0)
        {
            throw Damaged();
        }

        return new Bank(width, columns) { Radius = radius, _places = [.. Enumerable.Range(0, places).Select(_ => ReadPlace(reader, width))] };
    }

    private static List<float> ReadPlace(BinaryReader reader, int width)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count % width != 0 || count > 1 << 28)
        {
            throw Damaged();
        }

        var halves = new Half[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        var numbers = new float[count];
        TensorPrimitives.ConvertToSingle(halves, numbers);
        return [.. numbers];
    }

    // a vector with all that it may be the nearest of, while it is at hand: all together are larger than a processor's cache
    private void Compare(ReadOnlySpan<float> known, int place, ReadOnlySpan<float> map, Span<float> cosines)
    {
        (int y, int x) = Math.DivRem(place, columns);
        for (int v = Math.Max(0, y - 1); v <= Math.Min((_places.Length / columns) - 1, y + 1); v++)
        {
            for (int u = Math.Max(0, x - 1); u <= Math.Min(columns - 1, x + 1); u++)
            {
                int near = (v * columns) + u;
                cosines[near] = MathF.Max(cosines[near], TensorPrimitives.Dot(known, map.Slice(near * width, width)));
            }
        }
    }

    private static VadException Damaged() => new("The model's memory of places has an impossible size: the file is damaged; train or copy it again.");

    private void Keep(List<float> place, ReadOnlySpan<float> vector)
    {
        if (place.Count > 0 && Distance(Nearest(place, vector)) <= Radius)
        {
            return;
        }

        foreach (float value in vector)
        {
            place.Add((float)(Half)value);
        }
    }

    private void Thin()
    {
        Radius *= 1.1f;
        for (int place = 0; place < _places.Length; place++)
        {
            List<float> all = _places[place];
            _places[place] = [];
            for (int start = 0; start < all.Count; start += width)
            {
                Keep(_places[place], CollectionsMarshal.AsSpan(all).Slice(start, width));
            }
        }
    }

    private float Nearest(List<float> place, ReadOnlySpan<float> vector)
    {
        float cosine = -1;
        Span<float> all = CollectionsMarshal.AsSpan(place);
        for (int start = 0; start < all.Length; start += width)
        {
            cosine = MathF.Max(cosine, TensorPrimitives.Dot(all.Slice(start, width), vector));
        }

        return cosine;
    }

    private static float Distance(float cosine) => MathF.Sqrt(MathF.Max(0, 2 - (2 * cosine)));
}
