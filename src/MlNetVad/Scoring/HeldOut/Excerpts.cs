namespace MlNetVad.Scoring;

/// <summary>
/// What is learned from of long video: stretches of rows, spread evenly over all of it; a shorter video is a stretch. Features that look at each
/// row by itself are not computed in between; those that remember what came before see every row.
/// </summary>
/// <param name="Share">The share of the stretches that is kept, more than 0, at most 1.</param>
/// <param name="Rows">Rows of a stretch, at least 1; a video's last one may have fewer.</param>
public sealed record Excerpts(double Share, int Rows)
{
    /// <summary>Whether a stretch is kept.</summary>
    /// <param name="stretch">Its number, from 0.</param>
    internal bool Hold(long stretch) => Math.Ceiling((stretch + 1) * Share) > Math.Ceiling(stretch * Share);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Share, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rows, 1);
    }
}
