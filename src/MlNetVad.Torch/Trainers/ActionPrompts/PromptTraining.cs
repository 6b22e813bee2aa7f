using Microsoft.ML.Runtime;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionPrompts;

/// <summary>
/// The training of prompts by the NCE loss (scene-adaptive SVAD, equation 3). An object's text is the action that it is nearest to by name
/// alone; the other actions of the list are its negatives: those that a step needs are encoded anew, the rest keeps its texts of the last pass.
/// </summary>
internal sealed class PromptTraining(PromptNetwork network, VectorSet objects, ActionPromptTrainer.Options options, int seed, IChannel channel)
{
    private const double HeldOutShare = 0.15;
    private const int AtATime = 32;
    private readonly long[][] _tokens = [.. options.Actions.Select(action => options.Tokenize!(action))];

    /// <summary>Trains.</summary>
    /// <returns>The actions' texts in the learned words, a row of length 1 an action.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[] Run()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = Features();                                                            // [O, E]
        Tensor nearest = Untracked(() => features.mm(All(network.Names).t()).argmax(1));       // p_i, [O]
        int held = (int)(objects.Count * HeldOutShare), train = objects.Count - held;          // the last ones of the video, not their neighbours
        using var flat = new FlatWeights(network);
        using var optimizer = new FlatAdam(flat, WeightDecayMode.Decoupled, options.WeightDecay);
        Tensor texts = Untracked(() => All(network.Prompts)), best = texts;
        double lowest = Measure(texts, 0);
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, train)];
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(options.BatchSize))
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                Step(features.index_select(0, Indices(batch)), nearest.index_select(0, Indices(batch)), texts, flat, optimizer);
            }

            texts = Untracked(() => All(network.Prompts));
            double loss = Measure(texts, epoch);
            if (loss < lowest)
            {
                (lowest, best) = (loss, texts);
            }
        }

        return best.data<float>().ToArray();

        double Measure(Tensor all, int epoch) => Untracked(() =>
        {
            using DisposeScope inner = NewDisposeScope();
            (int from, int count) = held > 0 ? (train, held) : (0, train);
            Tensor cosines = features.narrow(0, from, count).mm(all.t());
            double loss = nn.functional.cross_entropy(cosines.Times(1 / options.Temperature), nearest.narrow(0, from, count)).item<float>();
            channel.Info(MessageSensitivity.None, $"pass {epoch} of {options.Epochs}: held-out loss {loss:0.000}, mean of the highest response {cosines.max(1).values.mean().item<float>():0.000}");
            return loss;
        });
    }

    private void Step(Tensor features, Tensor nearest, Tensor texts, FlatWeights flat, FlatAdam optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        flat.Gradient.zero_();
        (Tensor wanted, _, _) = nearest.unique();                                                          // the actions of this step
        Tensor current = texts.index_copy(0, wanted, network.Prompts(Tokens(wanted.data<long>().ToArray())));          // [N, E]
        Tensor loss = nn.functional.cross_entropy(features.mm(current.t()).Times(1 / options.Temperature), nearest);
        loss.backward();
        optimizer.Step(options.LearningRate);
    }

    // of all actions, [N, E]
    private Tensor All(Func<Tensor, Tensor> encode) => cat(
        [.. Enumerable.Range(0, _tokens.Length).Select(i => (long)i).Chunk(AtATime).Select(some =>
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            return encode(Tokens(some));
        })], 0);

    private Tensor Features()
    {
        float[] units = [.. Enumerable.Range(0, objects.Count).SelectMany(i => objects[i].ToArray())];
        return tensor(units, [objects.Count, units.Length / objects.Count]);
    }

    private Tensor Tokens(long[] actions) => tensor([.. actions.SelectMany(i => _tokens[i])], [actions.Length, _tokens[0].Length]);

    private static Tensor Indices(int[] batch) => tensor([.. batch.Select(i => (long)i)]);

    private static T Untracked<T>(Func<T> compute)
    {
        using IDisposable untracked = no_grad();
        return compute();
    }
}
