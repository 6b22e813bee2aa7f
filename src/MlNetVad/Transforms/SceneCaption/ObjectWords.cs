using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.SceneCaption;

/// <summary>An object in words, as places in the lists of the <see cref="Vocabulary"/>.</summary>
/// <param name="Speed">Of <see cref="Vocabulary.Verbs"/>.</param>
/// <param name="Size">Of <see cref="Vocabulary.Sizes"/>.</param>
/// <param name="Shape">Of <see cref="Vocabulary.Shapes"/>.</param>
/// <param name="Direction">Of <see cref="Vocabulary.Directions"/>; null of an object that stands still.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObjectWords(int Speed, int Size, int Shape, int? Direction)
{
    /// <summary>The direction after a space; nothing of an object that stands still.</summary>
    public string Way => Direction is { } way ? $" {Vocabulary.Directions[way]}" : "";

    /// <summary>The object's own sentence.</summary>
    public string Sentence()
    {
        string shape = Shape > 0 ? $" {Vocabulary.Shapes[Shape]}" : "";
        return $"One {Vocabulary.Sizes[Size]}{shape} object {Vocabulary.Verbs[Speed].One}{Way}.";
    }

    /// <summary>The words that matter in a scene of many objects: a shape only if it is rare.</summary>
    public ObjectWords InScene() => this with { Shape = Shape >= Vocabulary.FirstRareShape ? Shape : 0 };

    /// <summary>The order in a scene: the fastest first, then the largest, the most unusual in shape, and clockwise from the right.</summary>
    public static int ByInterest(ObjectWords a, ObjectWords b) =>
        (b.Speed, b.Size, b.Shape, a.Direction ?? -1).CompareTo((a.Speed, a.Size, a.Shape, b.Direction ?? -1));
}
