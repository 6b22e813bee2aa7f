using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>What a program that runs a model tells those parts of it that want to know.</summary>
/// <param name="IsLive">Whether rows come as they happen, so that none may wait for a slow part.</param>
/// <param name="Warn">Takes one sentence a time, from any thread.</param>
/// <param name="CancellationToken">Ends what a part waits for.</param>
internal sealed record ModelRun(bool IsLive, Action<string> Warn, CancellationToken CancellationToken)
{
    /// <summary>The model with every part that wants to know told so; the model itself where there is none.</summary>
    public ITransformer Of(ITransformer model) => model switch
    {
        IFollowsRun part => part.During(this),
        IEnumerable<ITransformer> chain when chain.Any(Follows) => new TransformerChain<ITransformer>(chain.Select(Of).ToArray()),
        _ => model,
    };

    private static bool Follows(ITransformer model) =>
        model is IFollowsRun || (model is IEnumerable<ITransformer> chain && chain.Any(Follows));
}

/// <summary>A part that asks others than the row: it can be slow, fail for a while, and has something to say about it.</summary>
internal interface IFollowsRun
{
    /// <summary>The same part for one run; what is costly, such as an opened network, is shared.</summary>
    ComponentTransformer During(ModelRun run);
}
