using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>The weighted loss on normal video that the network does not train on: prediction and semantics.</summary>
internal sealed class HeldOutLoss(FramePredictor network, BatchMaker batches, HeldOutRows rows, LossWeights weights, int batchSize)
{
    private const int Samples = 256;
    private readonly int[] _samples = rows.Some(Samples);

    /// <summary>Measures it.</summary>
    public double Measure()
    {
        network.eval();
        int count = (_samples.Length + batchSize - 1) / batchSize;
        double[] sums = new double[count];
        Workers.For(count, i =>
        {
            using DisposeScope scope = NewDisposeScope();
            ReadOnlySpan<int> some = _samples.AsSpan(i * batchSize, Math.Min(batchSize, _samples.Length - (i * batchSize)));
            SampleBatch batch = batches.Make(some);
            PredictorLosses losses = PredictorLosses.Of(batch.PredictedBy(network), batch.Target, batch.Last, batch.Text, weights);
            sums[i] = some.Length * ((weights.Prediction * losses.Prediction.item<float>()) + (weights.Semantic * losses.Semantic.item<float>()));
        });
        return sums.Sum() / _samples.Length;
    }
}
