using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.TestSupport;

/// <summary>The <see cref="SchemaShape"/> of a view. Only a chain can make one, so a chain is asked, and stopped.</summary>
internal static class ShapeOf
{
    public static SchemaShape View(IDataView data)
    {
        var probe = new Probe();
        Assert.Throws<ShapeSeenException>(() => new EstimatorChain<ITransformer>().Append(probe).Fit(data));
        return probe.Seen!;
    }

    private sealed class Probe : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Seen = inputSchema;
            throw new ShapeSeenException();
        }

        public ITransformer Fit(IDataView input) => throw new InvalidOperationException("The chain fits without asking for the schema.");
    }

    private sealed class ShapeSeenException : Exception;
}
