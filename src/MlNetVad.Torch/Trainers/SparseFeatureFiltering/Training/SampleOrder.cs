namespace MlNetVad.Torch.Trainers.Training;

/// <summary>The order of the samples: a new permutation every epoch, each decided by the seed and its number alone, so that training can begin anywhere.</summary>
internal sealed class SampleOrder(int[] samples, int batch, int seed)
{
    private int[] _order = [];
    private int _epoch = -1;

    /// <summary>Steps of an epoch; what does not fill a batch is left for the next epoch's permutation.</summary>
    public int StepsPerEpoch => Math.Max(1, samples.Length / batch);

    /// <summary>The samples of a step.</summary>
    public ReadOnlySpan<int> Batch(int step)
    {
        int epoch = step / StepsPerEpoch;
        if (epoch != _epoch)
        {
            _order = [.. samples];
            new Random(HashCode(epoch)).Shuffle(_order);
            _epoch = epoch;
        }

        int start = step % StepsPerEpoch * batch;
        return _order.AsSpan(start, Math.Min(batch, _order.Length - start));
    }

    // any mixing that is the same on every machine
    private int HashCode(int epoch) => unchecked((seed * 486187739) ^ (epoch * 16777619));
}
