using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

/// <summary>Shows the shape that an estimator promises for the data it is fitted on.</summary>
internal static class ShapeProbe
{
    public static EstimatorChain<ITransformer> WithShape(this IEstimator<ITransformer> estimator, Action<SchemaShape> see) =>
        new EstimatorChain<ITransformer>().Append(new Probed(estimator, see));

    private sealed class Probed(IEstimator<ITransformer> inner, Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => inner.Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            var shape = inner.GetOutputSchema(inputSchema);
            see(shape);
            return shape;
        }
    }
}
