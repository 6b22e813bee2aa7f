namespace MlNetVad.Transforms.Camera;

/// <summary>Learns a <see cref="CameraNormal"/> of training pictures.</summary>
internal sealed class CameraNormalLearner
{
    private const int MostPictures = 1024;

    private readonly List<(float[] Cells, float[]? Edges)> _pictures = [];
    private int _stride = 1;
    private long _seen;
    private float _longestStill;

    /// <summary>Takes a picture; when there are too many, every second one is dropped.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="edges">The edges of the last seconds' mean; null while a video is too young for one.</param>
    public void Add(float[] cells, float[]? edges)
    {
        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_pictures.Count == MostPictures)
        {
            int at = 0;
            _pictures.RemoveAll(_ => at++ % 2 != 0);
            _stride *= 2;
        }

        _pictures.Add((cells, edges));
    }

    /// <summary>Takes a time in which nothing changed.</summary>
    public void Still(double seconds) => _longestStill = Math.Max(_longestStill, (float)seconds);

    /// <summary>What is normal.</summary>
    /// <exception cref="VadException">There was no picture.</exception>
    public CameraNormal Learn()
    {
        if (_pictures.Count == 0)
        {
            throw new VadException("The camera's usual picture cannot be learned from no rows; give video that is longer than a clip.");
        }

        // of videos too short for a mean nothing can be said
        float[][] edges = [.. _pictures.Select(p => p.Edges).OfType<float[]>().DefaultIfEmpty(CameraNormal.Edges(_pictures[0].Cells))];
        float[] view = [.. Enumerable.Range(0, edges[0].Length).Select(i => edges.Average(e => e[i]))];
        return new CameraNormal(
            view,
            _pictures.Min(p => CameraNormal.Mean(p.Cells)),
            _pictures.Min(p => CameraNormal.Deviation(p.Cells)),
            edges.Min(e => CameraNormal.Correlation(e, view)),
            _longestStill);
    }
}
