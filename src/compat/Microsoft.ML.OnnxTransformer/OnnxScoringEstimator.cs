using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(IHostEnvironment env, OnnxOptions options, byte[] model)
        : base(new OnnxTransformer(OnnxNetwork.Open(env, options, model)))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (OnnxColumn input in Transformer.Network.Inputs)
        {
            SchemaShape.Column column = SchemaMismatch.Find(inputSchema, input.Name);
            if (column.IsKey || column.Kind == SchemaShape.Column.VectorKind.VariableVector || !column.ItemType.Equals(input.ItemType))
            {
                throw SchemaMismatch.WrongType(input.Name, $"Vector<{input.ItemType}>", column.GetTypeString());
            }
        }

        return inputSchema.With(Transformer.Network.Outputs.Select(output => SchemaShape.Column.Create(output.Name, output.OutputType)));
    }
}
