using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Chains;

/// <summary>A component from outside: hands the data through, counts what is done to it, reads a column while it is fitted.</summary>
internal sealed class OutsideEstimator(string? columnToRead = null, int passes = 1) : IEstimator<OutsideTransformer>
{
    public int Fits { get; private set; }

    public OutsideTransformer Fit(IDataView input)
    {
        Fits++;
        for (int pass = 0; columnToRead is not null && pass < passes; pass++)
        {
            _ = input.GetColumn<float>(columnToRead).Sum();
        }

        return new OutsideTransformer();
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}

internal sealed class OutsideTransformer : ITransformer, IDisposable
{
    public bool Disposed { get; private set; }

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IDataView Transform(IDataView input) => input;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException("not a row mapper");

    public void Dispose() => Disposed = true;

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new InvalidOperationException("not saved");
}

internal sealed class Point
{
    public float A { get; set; }

    public float B { get; set; }

    public static Point[] Some { get; } = [new() { A = 1, B = 10 }, new() { A = 2, B = 20 }, new() { A = 3, B = 30 }];
}

internal sealed class OneFloat
{
    public float A { get; set; }
}

internal sealed class Sum
{
    public float Total { get; set; }
}
