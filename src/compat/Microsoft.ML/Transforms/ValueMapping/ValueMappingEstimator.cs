using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    private protected ValueMappingEstimator(ValueMappingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var source = SchemaMismatch.Find(inputSchema, Transformer.Source);
        var map = Transformer.Map;
        if (source.IsKey || source.Kind != SchemaShape.Column.VectorKind.Scalar || !source.ItemType.Equals(map.KeyType))
        {
            throw SchemaMismatch.WrongType(source.Name, map.KeyType.ToString(), source.GetTypeString());
        }

        return inputSchema.With(new SchemaShape.Column(Transformer.Target, SchemaShape.Column.VectorKind.Scalar, map.ValueType, isKey: false));
    }
}

public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(ValueMap map, string target, string source)
        : base(new ValueMappingTransformer(target, source, map))
    {
    }
}
