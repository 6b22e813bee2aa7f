using System.Collections;

namespace Microsoft.ML.Data;

public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, ITransformerChain, IDisposable
    where TLastTransformer : class, ITransformer
{
    public readonly TLastTransformer LastTransformer;

    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(transformers);
        ArgumentNullException.ThrowIfNull(scopes);
        _transformers = transformers.ToArray();
        _scopes = scopes.ToArray();
        if (_transformers.Length != _scopes.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(scopes), "The number of scopes differs from the number of transformers.");
        }

        LastTransformer = _transformers.Length == 0 ? null : LastOf(_transformers);
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, Enumerable.Repeat(TransformerScope.Everything, transformers?.Length ?? 0))
    {
    }

    bool ITransformer.IsRowToRowMapper => _transformers.All(transformer => transformer.IsRowToRowMapper);

    IReadOnlyList<ITransformer> ITransformerChain.Transformers => _transformers;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _transformers.Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope) =>
        GetModelFor(scope).GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // A wrong column is reported before any transformer sees the data.
        GetOutputSchema(input.Schema);
        return _transformers.Aggregate(input, (view, transformer) => transformer.Transform(view));
    }

    public IDataView Transform(IDataView input, TransformerScope scope) => GetModelFor(scope).Transform(input);

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter)
    {
        var kept = Enumerable.Range(0, _transformers.Length).Where(i => (_scopes[i] & scopeFilter) != TransformerScope.None).ToArray();
        return new TransformerChain<ITransformer>(kept.Select(i => _transformers[i]), kept.Select(i => _scopes[i]));
    }

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new TransformerChain<TNewLast>([.. _transformers, transformer], [.. _scopes, scope]);
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_transformers.FirstOrDefault(transformer => !transformer.IsRowToRowMapper) is { } stranger)
        {
            throw new InvalidOperationException($"GetRowToRowMapper needs row-to-row mappers only, but {stranger.GetType().Name} is none.");
        }

        var mappers = new IRowToRowMapper[_transformers.Length];
        var schema = inputSchema;
        for (int i = 0; i < mappers.Length; i++)
        {
            mappers[i] = _transformers[i].GetRowToRowMapper(schema);
            schema = mappers[i].OutputSchema;
        }

        return new ChainRowMapper(inputSchema, mappers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => TransformerChainFormat.Save(ctx, _transformers, _scopes);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        foreach (var disposable in _transformers.OfType<IDisposable>())
        {
            disposable.Dispose();
        }

        _disposed = true;
    }

    private static TLastTransformer LastOf(ITransformer[] transformers) =>
        transformers[^1] as TLastTransformer
        ?? throw new ArgumentException($"The last transformer is {transformers[^1]?.GetType().Name ?? "null"}, expected {typeof(TLastTransformer).Name}.", nameof(transformers));
}

/// <summary>A chain, whatever its last transformer's type.</summary>
internal interface ITransformerChain
{
    IReadOnlyList<ITransformer> Transformers { get; }
}
