using MlNetVad.Transforms;

namespace MlNetVad.Scoring;

/// <summary>The kinds of made anomalies. Of several things in a row one is changed: in the order in which they were found, the middle one.</summary>
public static class MadeKinds
{
    /// <summary>A thing moves 2.5 times as fast as it did.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="speeds">The column of <c>MotionFeatures</c>' speeds, <c>Vector&lt;Single, *&gt;</c>.</param>
    /// <param name="descriptors">The column of its descriptors, <c>Vector&lt;Single, *, d&gt;</c>.</param>
    /// <param name="motion">The options that both were made with.</param>
    /// <returns>The kind.</returns>
    public static MadeKind Faster(string part, string speeds, string descriptors, MotionOptions motion)
    {
        ArgumentNullException.ThrowIfNull(motion);
        return new(
            "faster", "a thing moves 2.5 times as fast as it did", part, [
                new(descriptors, (_, _) => values => MadeMotion.FasterFlow(values, motion)),
                new(speeds, (_, _) => MadeMotion.Faster),
            ]);
    }

    /// <summary>A thing that moves goes at right angles to its way.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="descriptors">The column of <c>MotionFeatures</c>' descriptors, <c>Vector&lt;Single, *, d&gt;</c>.</param>
    /// <param name="motion">The options that the descriptors were made with.</param>
    /// <returns>The kind.</returns>
    public static MadeKind AnotherWay(string part, string descriptors, MotionOptions motion)
    {
        ArgumentNullException.ThrowIfNull(motion);
        return new("another way", "a thing goes at right angles to the way it went", part, new ColumnChange(descriptors, (_, _) => values => MadeMotion.AnotherWay(values, motion)));
    }

    /// <summary>A thing is twice as tall and twice as wide.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="shapes">The column of <c>FindPresentObjects</c>' descriptions, <c>Vector&lt;Single, *, 7&gt;</c>.</param>
    /// <returns>The kind.</returns>
    public static MadeKind Larger(string part, string shapes) =>
        new("larger", "a thing is twice as tall and wide", part, new ColumnChange(shapes, (_, width) => values => MadeShapes.Larger(values, width)));

    /// <summary>A thing is turned by 90 degrees where it is: who stood lies.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="shapes">The column of <c>FindPresentObjects</c>' descriptions, <c>Vector&lt;Single, *, 7&gt;</c>.</param>
    /// <returns>The kind.</returns>
    public static MadeKind OnItsSide(string part, string shapes) =>
        new("on its side", "a thing is turned on its side: who stood lies", part, new ColumnChange(shapes, (_, width) => values => MadeShapes.OnItsSide(values, width)));

    /// <summary>A thing is as far from all normal places as any place between them.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="shapes">The column of <c>FindPresentObjects</c>' descriptions, <c>Vector&lt;Single, *, 7&gt;</c>.</param>
    /// <returns>The kind.</returns>
    public static MadeKind Elsewhere(string part, string shapes) =>
        new("elsewhere", "a thing is where, between the usual places, things were least", part, new ColumnChange(shapes, MadeShapes.Elsewhere));

    /// <summary>A thing has been there four times as long as any normal one, ten minutes at most.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="stays">The column of <c>FindPresentObjects</c>' stays, <c>Vector&lt;Single, *, 4&gt;</c>.</param>
    /// <returns>The kind.</returns>
    public static MadeKind Stays(string part, string stays) =>
        new("stays", "a thing stays 4 times as long as anything did", part, new ColumnChange(stays, MadeShapes.Stays));

    /// <summary>2.5 times as much is there.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="amount">The column of <c>FindPresentObjects</c>' area, <c>Single</c>.</param>
    /// <returns>The kind.</returns>
    public static MadeKind More(string part, string amount) =>
        new("more", "2.5 times as much is there", part, new ColumnChange(amount, (_, _) => MadeShapes.More));

    /// <summary>The picture as a whole changes twice as much as between two normal ones.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="pictures">The column of the picture's vector, <c>Vector&lt;Single, *, d&gt;</c>, one or none a row, its numbers at least 0.</param>
    /// <returns>The kind.</returns>
    public static MadeKind AnotherPicture(string part, string pictures) =>
        new("another picture", "the picture changes, twice as much as between two normal moments", part, new ColumnChange(pictures, MadeLooks.AnotherPicture));

    /// <summary>A place looks like another, half the picture away.</summary>
    /// <param name="part">The part of the score that should find it.</param>
    /// <param name="places">The column of the places' vectors, <c>Vector&lt;Single, *, d&gt;</c>, all or none in a row.</param>
    /// <returns>The kind.</returns>
    public static MadeKind OtherLooks(string part, string places) =>
        new("other looks", "a place looks like another one, far from it", part, new ColumnChange(places, MadeLooks.OtherLooks));
}
