namespace MlNetVad.Torch.Trainers.Training;

/// <summary>How evenly tokens spread over the routed filters, as a running mean over steps.</summary>
internal sealed class FilterLoad
{
    private const double Keep = 0.98;
    private double[][] _loads = [];

    /// <summary>Entropy of the loads over log N, mean over the layers: 1 is even; NaN without routing.</summary>
    public double Entropy => _loads.Length == 0 ? double.NaN : _loads.Average(Evenness);

    /// <summary>Takes the counts of a step.</summary>
    /// <param name="counts">[N] a layer.</param>
    public void Add(float[][] counts)
    {
        if (_loads.Length == 0 && counts.Length > 0)
        {
            _loads = [.. counts.Select(c => new double[c.Length])];
        }

        for (int layer = 0; layer < counts.Length; layer++)
        {
            for (int i = 0; i < counts[layer].Length; i++)
            {
                _loads[layer][i] = (Keep * _loads[layer][i]) + ((1 - Keep) * counts[layer][i]);
            }
        }
    }

    private static double Evenness(double[] load)
    {
        double sum = load.Sum();
        return load.Length < 2 || sum <= 0 ? double.NaN : -load.Where(v => v > 0).Sum(v => v / sum * Math.Log(v / sum)) / Math.Log(load.Length);
    }
}
