using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, PredictionEngineOptions options)
        : base(transformer, options)
    {
    }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        prediction ??= new TDst();
        Fill(example, prediction);
    }
}

public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private readonly ExampleRow<TSrc> _input;
    private readonly DataViewRow _output;
    private readonly RowReader<TDst> _reader;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        if (!transformer.IsRowToRowMapper)
        {
            throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        }

        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _input = new ExampleRow<TSrc>(new RowWriter<TSrc>(options.InputSchemaDefinition));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        _output = mapper.GetRow(_input, OutputSchema);
        _reader = new RowReader<TDst>(_output, options.OutputSchemaDefinition, options.IgnoreMissingColumns);
    }

    public DataViewSchema OutputSchema { get; }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _output.Dispose();
        if (_ownsTransformer)
        {
            (_transformer as IDisposable)?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    private protected void Fill(TSrc example, TDst prediction)
    {
        _input.Show(example);
        _reader.Read(prediction);
    }
}
