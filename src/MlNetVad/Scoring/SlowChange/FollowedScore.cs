namespace MlNetVad.Scoring;

/// <summary>What normal life has shown of a score.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Usual">What one normal row in ten exceeds.</param>
/// <param name="Alarm">What one normal row in two hundred may exceed, by all that the videos have shown: while any score is above its own, no level moves.</param>
/// <param name="IsFollowed">Whether its level is followed; otherwise its alarms alone count.</param>
/// <param name="Risen">How far its level has risen when scoring begins.</param>
internal sealed record FollowedScore(string Column, float Usual, float Alarm, bool IsFollowed, float Risen = 0)
{
    /// <summary>Learns it from scores of normal rows.</summary>
    public static FollowedScore Of(string column, bool isFollowed, TailCalibration normal) => new(column, normal.Threshold, normal.Promised, isFollowed);

    /// <summary>A rise within its bounds.</summary>
    public float Bound(float risen) => Math.Clamp(risen, 0, Math.Max(Usual, 0));

    public void Write(BinaryWriter writer)
    {
        writer.Write(Column);
        writer.Write(Usual);
        writer.Write(Alarm);
        writer.Write(IsFollowed);
        writer.Write(Risen);
    }

    public static FollowedScore Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadBoolean(), reader.ReadSingle());
}
