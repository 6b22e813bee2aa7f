using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    public readonly IEstimator<TLastTransformer> LastEstimator;

    private readonly ChainLink[] _links;

    public EstimatorChain()
    {
        _links = [];
    }

    internal EstimatorChain(ChainLink[] links)
    {
        _links = links;
        LastEstimator = (IEstimator<TLastTransformer>)links[^1].Estimator;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // A wrong column is reported before any estimator touches the data.
        GetOutputSchema(SchemaShape.Create(input.Schema));

        var transformers = new ITransformer[_links.Length];
        var current = input;
        for (int i = 0; i < _links.Length; i++)
        {
            transformers[i] = _links[i].Estimator.Fit(current);
            current = transformers[i].Transform(current);
            if (_links[i].CacheAfter && i < _links.Length - 1)
            {
                current = new CacheView(current);
            }
        }

        return new TransformerChain<TLastTransformer>(transformers, _links.Select(link => link.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _links.Aggregate(inputSchema, (shape, link) => link.Estimator.GetOutputSchema(shape));
    }

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>([.. _links, new ChainLink(estimator, scope, CacheAfter: false)]);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (_links.Length == 0 || _links[^1].CacheAfter)
        {
            return this;
        }

        return new EstimatorChain<TLastTransformer>([.. _links[..^1], _links[^1] with { CacheAfter = true }]);
    }
}

/// <summary>One step of an estimator chain.</summary>
internal sealed record ChainLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
