using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.TestSupport;

/// <summary>The part of the contract that only MlNetVad's own components have: their type comes back.</summary>
internal static partial class EstimatorContract
{
    static partial void CheckRehydrated(ITransformer fitted, ITransformer loaded, IDataView valid, string[] expected)
    {
        ITransformer own = Rehydration.Rehydrate(loaded);
        Assert.Equal(Leaves(fitted).Select(t => t.GetType()), Leaves(own).Select(t => t.GetType()));
        Assert.Equal(expected, RowDump.Of(own.Transform(valid)));
    }

    private static IEnumerable<ITransformer> Leaves(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Leaves) : [model];
}
