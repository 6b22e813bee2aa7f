using MlNetVad.Scoring;

namespace MlNetVad.Evaluation;

/// <summary>A frame that the report shows.</summary>
/// <param name="Group">Why it is shown; the heading that it stands under.</param>
/// <param name="VideoId">Its video.</param>
/// <param name="Frame">0-based.</param>
/// <param name="Caption">What is said below it.</param>
/// <param name="Place">Where the score's rarest part sees it, in shares of the picture's width and height; null where not known.</param>
/// <param name="Jpeg">The picture.</param>
public sealed record ReportPicture(string Group, string VideoId, int Frame, string Caption, ScoredBox? Place, ReadOnlyMemory<byte> Jpeg)
{
    /// <summary>The most similar picture of normal life that the model keeps of the rarest part; null where it keeps none.</summary>
    public NormalPicture? Normal { get; init; }
}
