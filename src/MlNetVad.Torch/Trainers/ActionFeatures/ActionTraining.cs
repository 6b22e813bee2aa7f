using Microsoft.ML.Runtime;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>The NCE training (scene-adaptive SVAD, equation 3): shuffled batches, AdamW, the pass with the lowest loss on held-out videos.</summary>
internal sealed class ActionTraining(ActionNetwork network, LabelledClips clips, ActionFeatureTrainer.Options options, int seed, IChannel channel)
{
    /// <summary>Trains.</summary>
    /// <returns>How it went, in words.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="VadException">The loss is not a number any more.</exception>
    public string Run()
    {
        using DisposeScope scope = NewDisposeScope();
        (int[] train, int[] heldOut) = Split();
        if (options.SubtractMean)
        {
            LearnMean(train);
        }

        using var flat = new FlatWeights(network);
        using var optimizer = new FlatAdam(flat, WeightDecayMode.Decoupled, options.WeightDecay);
        using Tensor texts = clips.Texts.ToTensor(), best = flat.Weights.detach().clone();
        (double lowest, int bestEpoch, string result) = (double.PositiveInfinity, 0, "");
        var random = new Random(seed);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(train);
            double loss = Epoch(train, texts, flat, optimizer);
            (double heldOutLoss, double right) = heldOut.Length > 0 ? Measure(heldOut, texts) : (-epoch, double.NaN);
            if (heldOutLoss < lowest)
            {
                (lowest, bestEpoch, result) = (heldOutLoss, epoch, heldOut.Length > 0 ? $", held-out loss {heldOutLoss:0.000}, {right:P0} right" : "");
                using IDisposable untracked = no_grad();
                best.copy_(flat.Weights);
            }

            channel.Info(MessageSensitivity.None, $"pass {epoch} of {options.Epochs}: loss {loss:0.000}{(heldOut.Length > 0 ? $", held-out {heldOutLoss:0.000}, {right:P0} right" : "")}");
        }

        using (no_grad())
        {
            flat.Weights.copy_(best);
        }

        return $"{train.Length} clips of {clips.Texts.Names.Count} actions, {heldOut.Length} held out; pass {bestEpoch} of {options.Epochs}{result}";
    }

    private double Epoch(int[] order, Tensor texts, FlatWeights flat, FlatAdam optimizer)
    {
        double sum = 0;
        for (int start = 0; start < order.Length; start += options.BatchSize)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            ReadOnlySpan<int> batch = order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start));
            network.train();
            flat.Gradient.zero_();
            Tensor loss = nn.functional.cross_entropy(Logits(batch, texts), clips.LabelsOf(batch));
            loss.backward();
            double value = loss.item<float>();
            if (!double.IsFinite(value))
            {
                throw new VadException($"The loss of the action features is {value}: lower the LearningRate, or look for numbers that are none in column '{options.FeatureColumnName}'.");
            }

            optimizer.Step(options.LearningRate);
            sum += value * batch.Length;
        }

        return sum / order.Length;
    }

    private (double Loss, double Right) Measure(int[] held, Tensor texts)
    {
        network.eval();
        (double loss, double right) = (0, 0);
        for (int start = 0; start < held.Length; start += options.BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable untracked = no_grad();
            ReadOnlySpan<int> batch = held.AsSpan(start, Math.Min(options.BatchSize, held.Length - start));
            Tensor logits = Logits(batch, texts), labels = clips.LabelsOf(batch);
            loss += nn.functional.cross_entropy(logits, labels).item<float>() * batch.Length;
            right += logits.argmax(1).eq(labels).sum().item<long>();
        }

        return (loss / held.Length, right / held.Length);
    }

    // <F_i, F_j> / σ, [B, A]
    private Tensor Logits(ReadOnlySpan<int> batch, Tensor texts) =>
        network.Features(clips.Batch(batch)).mm(network.Texts(texts).t()).Times(1 / options.Temperature);

    // of each action every so many-th video, so that no video is on both sides
    private (int[] Train, int[] HeldOut) Split()
    {
        int every = options.HeldOutShare > 0 ? (int)Math.Round(1 / options.HeldOutShare) : int.MaxValue;
        var held = new HashSet<int>();
        foreach (IGrouping<int, int> action in Enumerable.Range(0, clips.Count).GroupBy(i => clips.Labels[i], i => clips.Videos[i]))
        {
            int[] videos = [.. action.Distinct()];
            held.UnionWith(videos.Where((_, i) => i % every == every - 1));
        }

        ILookup<bool, int> parts = Enumerable.Range(0, clips.Count).ToLookup(i => held.Contains(clips.Videos[i]));
        return ([.. parts[false]], [.. parts[true]]);
    }

    private void LearnMean(int[] train)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        Tensor sum = zeros(clips.Width);
        foreach (int[] batch in train.Chunk(options.BatchSize))
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor units = nn.functional.normalize(clips.Batch(batch), dim: -1);                 // [B, n, D]
            sum.add_(units.sum([0, 1]), Numbers.Of(1));
        }

        network.mean.copy_(sum.Times(1.0 / (train.Length * clips.Frames)));
    }
}
