using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A network bound to an input schema.</summary>
internal sealed class OnnxMapping : RowMapping
{
    private readonly OnnxNetwork _network;
    private readonly DataViewSchema.Column[] _sources;

    public OnnxMapping(DataViewSchema input, OnnxNetwork network)
        : base(input, [.. network.Outputs.Select(output => new DataViewSchema.DetachedColumn(output.Name, output.OutputType))])
    {
        _network = network;
        _sources = [.. network.Inputs.Select(column => Check(SchemaMismatch.Find(input, column.Name), column))];
    }

    protected override void MarkDependencies(bool[] activeAdded, bool[] needed)
    {
        foreach (DataViewSchema.Column source in _sources)
        {
            needed[source.Index] = true;
        }
    }

    protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) =>
        new OnnxRun(_network, input, _sources, activeAdded).Getters(activeAdded);

    private static DataViewSchema.Column Check(DataViewSchema.Column source, OnnxColumn column)
    {
        (DataViewType item, int size) = source.Type is VectorDataViewType vector ? (vector.ItemType, vector.Size) : (source.Type, 1);
        if (!item.Equals(column.ItemType) || size == 0)
        {
            throw SchemaMismatch.WrongType(column.Name, $"a vector of known size of {column.ItemType}", source.Type.ToString());
        }

        column.ShapeFor(size);
        return source;
    }
}
