namespace MlNetVad.Trainers;

/// <summary>
/// Spherical k-means over a stream: centroids move after every batch, towards the sum of all that this pass has seen.
/// A pass begins with its centroids counting as one batch's share. Memory: one batch, [MiniBatchSize, d] floats, and
/// three matrices [M, d].
/// </summary>
internal sealed class MiniBatchKMeans(float[] centroids, int modes, int width, int batchSize)
{
    private readonly VectorSet _batch = new(width);
    private readonly ModeAssignment _assignment = new(batchSize);
    private readonly ModeSums _sums = new(modes, width);
    private readonly float[] _farthest = new float[width];
    private float[] _before = [];
    private float _farthestCosine;
    private double _total;
    private long _seen;

    /// <summary>Begins a pass over the data.</summary>
    public void BeginPass()
    {
        _before = [.. centroids];
        _sums.Clear();
        _sums.AddPrior(centroids, Math.Max(1, (double)batchSize / modes));
        _farthestCosine = float.PositiveInfinity;
        (_total, _seen) = (0, 0);
    }

    /// <summary>Takes the next vector of the pass.</summary>
    public void Add(ReadOnlySpan<float> unit)
    {
        _batch.Add(unit);
        if (_batch.Count == batchSize)
        {
            Step();
        }
    }

    /// <summary>Ends the pass; a mode that got no vector restarts at the farthest vector of the pass.</summary>
    /// <returns>How far the centroids moved: the largest 1 − cos between before and after.</returns>
    public double EndPass()
    {
        Step();
        int empty = _sums.Counts.IndexOf(0);
        if (empty >= 0 && float.IsFinite(_farthestCosine))
        {
            _farthest.CopyTo(centroids.AsSpan(empty * width));
        }

        double moved = 0;
        for (int mode = 0; mode < modes; mode++)
        {
            Span<float> now = centroids.AsSpan(mode * width, width);
            UnitVector.Nearest(now, _before.AsSpan(mode * width, width), out float cosine);
            moved = Math.Max(moved, UnitVector.Distance(cosine));
        }

        return moved;
    }

    /// <summary>The centroids, with the counts and the objective seen during the last pass.</summary>
    public KMeansResult Result() => new([.. centroids], [.. _sums.Counts], _seen == 0 ? 0 : _total / _seen);

    private void Step()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        _total += _assignment.Assign(_batch, centroids) * _batch.Count;
        _seen += _batch.Count;
        _sums.Add(_batch, _assignment);
        for (int mode = 0; mode < modes; mode++)
        {
            _sums.TryGetDirection(mode, centroids.AsSpan(mode * width, width));
        }

        for (int row = 0; row < _batch.Count; row++)
        {
            if (_assignment.Cosine[row] < _farthestCosine)
            {
                _farthestCosine = _assignment.Cosine[row];
                _batch[row].CopyTo(_farthest);
            }
        }

        _batch.Clear();
    }
}
