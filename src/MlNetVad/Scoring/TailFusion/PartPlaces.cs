namespace MlNetVad.Scoring;

/// <summary>Where in the picture a part sees what it scores: boxes with a score each, or the places of a grid. Only for people to read.</summary>
/// <param name="Scores">The column of scores, <c>Vector&lt;Single, *&gt;</c>: one a box, or one a place, row by row.</param>
/// <param name="Boxes">The column of boxes, <c>Vector&lt;Single, *, 6&gt;</c>, in pixels: x, y, width, height and two numbers more; null for a grid.</param>
/// <param name="GridColumns">Places in a row of the grid; 0 for boxes.</param>
public sealed record PartPlaces(string Scores, string? Boxes = null, int GridColumns = 0);
