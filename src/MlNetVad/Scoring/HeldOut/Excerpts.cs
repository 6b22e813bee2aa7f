namespace MlNetVad.Scoring;

/// <summary>
/// What is learned from of long video: stretches of rows, spread evenly over all of it. Features that look at each row by itself
/// are not computed in between; those that remember what came before see every row.
/// </summary>
/// <param name="Share">The share of the rows that is kept, more than 0, at most 1.</param>
/// <param name="Rows">Rows of a stretch, at least 1.</param>
public sealed record Excerpts(double Share, int Rows)
{
    /// <summary>Whether a row is kept.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <returns>Whether the stretch that it belongs to is.</returns>
    public bool Hold(long row)
    {
        long stretch = row / Rows;
        return Math.Ceiling((stretch + 1) * Share) > Math.Ceiling(stretch * Share);
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Share, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rows, 1);
    }
}
