namespace MlNetVad.Scoring;

/// <summary>What a person says of a segment of video.</summary>
public enum RedefinedAs
{
    /// <summary>What was seen there is normal.</summary>
    Normal,

    /// <summary>What was seen there is anomalous.</summary>
    Anomalous,
}
