using MlNetVad.Scoring;

namespace MlNetVad.Evaluation;

/// <summary>Why a frame scores as it does: the part of a fused score in which it is rarest, and where in the picture that part sees it.</summary>
/// <param name="Part">What the part looks at, in a word, such as <c>posture</c>; where something has happened to the camera, <c>camera covered</c>,
/// <c>camera dark</c>, <c>camera moved</c> or <c>camera frozen</c>.</param>
/// <param name="Rarity">−log10 of the share of normal rows that reach it: 1 for one in ten, 3 for one in a thousand.</param>
/// <param name="Place">The box in shares of the picture's width and height, 0 … 1; null where the part judges the picture as a whole.</param>
public sealed record Evidence(string Part, float Rarity, ScoredBox? Place)
{
    /// <summary>Of the pictures of normal life that the model keeps of this part, the most similar one; null where it keeps none.</summary>
    public NormalPicture? Nearest { get; init; }
}
