using Microsoft.ML;

namespace MlNetVad.Persistence;

/// <summary>A step that was learned elsewhere and stays as it is, whatever it is fitted on.</summary>
internal sealed class KeptStep(ComponentTransformer learned) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input) => learned;

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => SchemaPromise.With(inputSchema, learned.OutputsFor(learned.InputTypes));
}
