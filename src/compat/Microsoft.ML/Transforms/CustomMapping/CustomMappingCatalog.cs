using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new() =>
        new(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition));

    public static StatefulCustomMappingEstimator<TSrc, TDst, TState> StatefulCustomMapping<TSrc, TDst, TState>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst, TState> mapAction,
        Action<TState> stateInitAction,
        string contractName)
        where TSrc : class, new()
        where TDst : class, new()
        where TState : class, new() =>
        new(new StatefulCustomMappingTransformer<TSrc, TDst, TState>(mapAction, stateInitAction, contractName));
}
