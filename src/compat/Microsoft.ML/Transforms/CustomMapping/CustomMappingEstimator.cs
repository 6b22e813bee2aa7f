using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(CustomMappingTransformer<TSrc, TDst> transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        CustomMappingShape.Output<TSrc>(inputSchema, Transformer.SourceDefinition, Transformer.Target.Schema);
}

public sealed class StatefulCustomMappingEstimator<TSrc, TDst, TState> : TrivialEstimator<StatefulCustomMappingTransformer<TSrc, TDst, TState>>
    where TSrc : class, new()
    where TDst : class, new()
    where TState : class, new()
{
    internal StatefulCustomMappingEstimator(StatefulCustomMappingTransformer<TSrc, TDst, TState> transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        CustomMappingShape.Output<TSrc>(inputSchema, null, Transformer.Target.Schema);
}
