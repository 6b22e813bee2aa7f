namespace MlNetVad.Transforms.SceneCaption;

/// <summary>
/// A whole scene in a few short sentences, as a person would sum it up, however many objects there are: how many move and
/// stand, the fastest one, and the largest one and a shape where they are unusual. What happens on every normal day costs one
/// word a fact, so that what never does shows in the embedding of the text.
/// </summary>
internal static class SceneSummary
{
    /// <summary>The caption of a scene; the same for any order of its objects.</summary>
    /// <param name="objects">The objects; changed and sorted here.</param>
    public static string Describe(List<ObjectWords> objects)
    {
        if (objects.Count == 0)
        {
            return Vocabulary.Nothing;
        }

        for (int i = 0; i < objects.Count; i++)
        {
            objects[i] = objects[i].InScene();
        }

        objects.Sort(ObjectWords.ByInterest);
        return $"{Crowd(objects)} {Fastest(objects[0])} {WhatStandsOut(objects)}".TrimEnd();
    }

    /// <summary>How many move and how many stand, and what is typical of those that move.</summary>
    private static string Crowd(List<ObjectWords> objects)
    {
        List<ObjectWords> moving = objects.FindAll(o => o.Speed > 0);
        string stand = Standing(objects.Count - moving.Count);
        if (moving.Count == 0)
        {
            return $"Nothing moves, {stand}.";
        }

        string size = Vocabulary.ShortSizes[Commonest(moving, o => Vocabulary.CoarseSize(o.Size), Vocabulary.UsualSize)];
        var deed = Vocabulary.Verbs[Commonest(moving, o => Vocabulary.CoarseSpeed(o.Speed), Vocabulary.UsualSpeed)];
        return $"{Vocabulary.Count(moving.Count)} {size} {(moving.Count == 1 ? $"object {deed.One}" : $"objects {deed.Several}")}, {stand}.";
    }

    private static string Standing(int count)
    {
        var deed = Vocabulary.Verbs[0];
        string number = count == 0 ? "none" : Vocabulary.Count(count).ToLowerInvariant();
        return $"{number} {(count == 1 ? deed.One : deed.Several)}";
    }

    private static string Fastest(ObjectWords fastest) =>
        $"The fastest is a {Vocabulary.ShortSizes[fastest.Size]} object {Vocabulary.Verbs[fastest.Speed].Ongoing}{fastest.Way}.";

    /// <summary>
    /// What is rare but was not said of the fastest. A scene without anything rare says so: those words are missing from every
    /// other one, which about doubles the difference that the rare words make.
    /// </summary>
    private static string WhatStandsOut(List<ObjectWords> objects)
    {
        ObjectWords fastest = objects[0];
        ObjectWords largest = objects.MaxBy(o => o.Size);
        int shape = objects.Max(o => o.Shape);
        bool isLargestRare = largest.Size >= Vocabulary.FirstRareSize;
        if (fastest.Speed < Vocabulary.FirstRareSpeed && !isLargestRare && shape == 0)
        {
            return "Nothing stands out.";
        }

        string size = isLargestRare && largest.Size > fastest.Size
            ? $"The largest is {Vocabulary.ShortSizes[largest.Size]} and {Vocabulary.Verbs[largest.Speed].One}{largest.Way}. "
            : "";
        return shape > 0 ? $"{size}One is {Vocabulary.Shapes[shape]}." : size;
    }

    /// <summary>The class of most objects; of equally common ones the one closest to the usual, then the lesser.</summary>
    private static int Commonest(List<ObjectWords> objects, Func<ObjectWords, int> classOf, int usual) => objects
        .CountBy(classOf)
        .OrderByDescending(group => group.Value)
        .ThenBy(group => Math.Abs(group.Key - usual))
        .ThenBy(group => group.Key)
        .First()
        .Key;
}
