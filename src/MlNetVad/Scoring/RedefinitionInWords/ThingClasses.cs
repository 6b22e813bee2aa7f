using System.Runtime.InteropServices;

namespace MlNetVad.Scoring;

/// <summary>
/// What a detector calls the things of a row. A rider on a bicycle is two things to it, a person and a bicycle, and small things it misses in single frames: who shares his
/// place with something is that too, and stays it for a second, as long as scores are smoothed.
/// </summary>
/// <param name="classes">The detector's classes.</param>
/// <param name="framesPerSecond">Of the video.</param>
internal sealed class ThingClasses(IReadOnlyList<string> classes, double framesPerSecond)
{
    private const string Person = "person";
    private const float SamePlace = 0.5f;   // of the smaller box
    private const int ClassInBox = 5;
    private readonly VideoSequence _sequence = new();
    private readonly List<(float[] Box, int Class, long Seen)> _known = [];   // all but persons
    private readonly List<(float[] Box, int Class)> _things = [];

    /// <summary>The boxes at which there is something of a class: what was found, and what a person and his companion cover together.</summary>
    /// <param name="video">The row's video.</param>
    /// <param name="frame">The row's frame.</param>
    /// <param name="boxes">[n, 6], the last number the class's id.</param>
    public IReadOnlyList<(float[] Box, int Class)> Of(ReadOnlySpan<char> video, long frame, ReadOnlySpan<float> boxes)
    {
        if (_sequence.Begins(video, frame))
        {
            _known.Clear();
        }

        _known.RemoveAll(known => frame - known.Seen > framesPerSecond);
        _things.Clear();
        List<float[]> persons = [];
        for (int start = 0; start < boxes.Length; start += MovingColumns.BoxLength)
        {
            float[] box = boxes.Slice(start, 4).ToArray();
            int id = (int)boxes[start + ClassInBox];
            _things.Add((box, id));
            if (classes[id] == Person)
            {
                persons.Add(box);
            }
            else
            {
                _known.RemoveAll(known => known.Class == id && Together(known.Box, box));
                _known.Add((box, id, frame));
            }
        }

        foreach (ref (float[] Box, int Class, long Seen) known in CollectionsMarshal.AsSpan(_known))
        {
            (float[] place, int id) = (known.Box, known.Class);
            float[][] riders = [.. persons.Where(person => Together(place, person))];
            _things.AddRange(riders.Select(rider => (Union(place, rider), id)));
            if (known.Seen < frame)
            {
                _things.Add((place, id));
                known.Box = riders.MaxBy(rider => AnswerBox.Shared(place, rider)) ?? place;   // goes along
            }
        }

        return _things;
    }

    /// <summary>The class that is a person, -1 where a detector has none; null where it tells no class from another.</summary>
    /// <param name="classes">The name of each class; empty for one that is left out.</param>
    public static int? PersonOf(IReadOnlyList<string> classes) => classes.Count(name => name.Length > 0) > 1 ? classes.ToList().IndexOf(Person) : null;

    /// <summary>The class of one thing of a row: of a person that of what shares most of his place with him, where something does.</summary>
    /// <param name="boxes">[n, 6], the last number the class's id.</param>
    /// <param name="thing">Which one.</param>
    /// <param name="person">The class that is a person.</param>
    public static int At(ReadOnlySpan<float> boxes, int thing, int person)
    {
        ReadOnlySpan<float> box = boxes.Slice(thing * MovingColumns.BoxLength, MovingColumns.BoxLength);
        (int found, float most) = ((int)box[ClassInBox], 0);
        for (int start = 0; (int)box[ClassInBox] == person && start < boxes.Length; start += MovingColumns.BoxLength)
        {
            ReadOnlySpan<float> other = boxes.Slice(start, MovingColumns.BoxLength);
            if ((int)other[ClassInBox] != person && Together(box, other) && AnswerBox.Shared(box, other) is var shared && shared > most)
            {
                (found, most) = ((int)other[ClassInBox], shared);
            }
        }

        return found;
    }

    private static bool Together(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => AnswerBox.Shared(a, b) >= SamePlace * MathF.Min(a[2] * a[3], b[2] * b[3]);

    private static float[] Union(float[] a, float[] b)
    {
        (float left, float top) = (MathF.Min(a[0], b[0]), MathF.Min(a[1], b[1]));
        return [left, top, MathF.Max(a[0] + a[2], b[0] + b[2]) - left, MathF.Max(a[1] + a[3], b[1] + b[3]) - top];
    }
}
