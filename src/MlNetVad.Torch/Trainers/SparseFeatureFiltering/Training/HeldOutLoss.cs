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
        using IDisposable untracked = no_grad();
        network.eval();
        double sum = 0;
        for (int start = 0; start < _samples.Length; start += batchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            ReadOnlySpan<int> some = _samples.AsSpan(start, Math.Min(batchSize, _samples.Length - start));
            SampleBatch batch = batches.Make(some);
            Prediction prediction = batch.PredictedBy(network);
            PredictorLosses losses = PredictorLosses.Of(prediction, batch.Target, batch.Last, batch.Text, weights);
            sum += some.Length * ((weights.Prediction * losses.Prediction.item<float>()) + (weights.Semantic * losses.Semantic.item<float>()));
        }

        return sum / _samples.Length;
    }
}
