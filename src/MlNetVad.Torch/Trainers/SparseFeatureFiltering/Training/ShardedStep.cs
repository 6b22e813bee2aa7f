using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Trainers.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// The losses of a batch and their gradients, made in shards: each goes through a copy of the network of its own, several at once.
/// Into how many shards a batch falls, and in which order their gradients are added, depends on the batch alone, so that the result
/// does not depend on the number of processors.
/// </summary>
internal sealed class ShardedStep : IDisposable
{
    /// <summary>Shards of a batch, where it has as many samples.</summary>
    public const int Shards = 2;

    private readonly FlatNetwork[] _copies;
    private readonly BatchMaker _batches;
    private readonly LossWeights _weights;

    /// <summary>Makes the copies.</summary>
    /// <param name="network">The network to train: it is the first of them.</param>
    /// <param name="batches">Where samples come from.</param>
    /// <param name="weights">How much each loss counts.</param>
    /// <param name="batchSize">Samples of a step.</param>
    public ShardedStep(FramePredictor network, BatchMaker batches, LossWeights weights, int batchSize)
    {
        (_batches, _weights) = (batches, weights);
        FramePredictor[] others = [.. Enumerable.Range(1, Math.Min(Shards, batchSize) - 1).Select(_ => FirstWeights.Any(() => new FramePredictor(network.Options)))];
        foreach (FramePredictor other in others)
        {
            other.background.copy_(network.background);
        }

        _copies = [.. others.Prepend(network).Select(n => new FlatNetwork(n))];
    }

    /// <summary>The network to train, its weights and, after <see cref="Run"/>, its gradients.</summary>
    public FlatNetwork Network => _copies[0];

    /// <summary>Makes the losses of some samples and the gradients of their sum; gradients of the step before are forgotten.</summary>
    public StepLosses Run(ReadOnlySpan<int> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        int count = Math.Min(_copies.Length, samples.Length), total = samples.Length;
        var batches = new SampleBatch[count];
        var captioned = new float[count];
        for (int i = 0; i < count; i++)
        {
            int start = total * i / count, end = total * (i + 1) / count;
            batches[i] = _batches.Make(samples[start..end]);
            captioned[i] = batches[i].Text is { } text ? PredictorLosses.Captioned(text).sum().item<float>() : 0;
        }

        float captions = Math.Max(1, captioned.Sum());
        var losses = new StepLosses[count];
        Workers.Run(count, i => losses[i] = Backward(_copies[i], batches[i], batches[i].Target.shape[0] / (float)total, captioned[i] / captions));
        using IDisposable untracked = no_grad();
        for (int i = 1; i < count; i++)
        {
            Network.Gradient.add_(_copies[i].Gradient, Numbers.Of(1));
        }

        return StepLosses.Sum(losses);
    }

    /// <summary>Gives all copies the weights of the first.</summary>
    public void Spread() => Workers.For(_copies.Length - 1, i => _copies[i + 1].CopyWeights(Network));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FlatNetwork copy in _copies)
        {
            copy.Dispose();
        }

        foreach (FlatNetwork copy in _copies.Skip(1))
        {
            copy.Network.Dispose();
        }
    }

    private StepLosses Backward(FlatNetwork copy, SampleBatch batch, float share, float captions)
    {
        using DisposeScope scope = NewDisposeScope();
        copy.Network.train();
        copy.Gradient.zero_();
        Prediction prediction = batch.PredictedBy(copy.Network);
        var weights = new LossWeights(share * _weights.Prediction, captions * _weights.Semantic, share * _weights.Motion, share * _weights.Balance);
        PredictorLosses losses = PredictorLosses.Of(prediction, batch.Target, batch.Last, batch.Text, weights);
        losses.Total.backward();
        return StepLosses.Of(losses, share, captions, prediction.Counts);
    }
}
