using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>
/// The base of every MlNetVad transformer: a lazy row-to-row mapping of a few input columns to a few output columns,
/// which is saved through stock ML.NET parts so that <c>mlContext.Model.Load</c> gives a working model wherever this
/// library is referenced.
/// </summary>
public abstract class ComponentTransformer : ITransformer
{
    private protected ComponentTransformer()
    {
    }

    /// <summary>The columns it reads.</summary>
    internal abstract IReadOnlyList<InputColumn> Inputs { get; }

    /// <summary>The types its input columns had when it was fitted; saved, because the saved form knows lengths only.</summary>
    internal abstract IReadOnlyList<DataViewType> InputTypes { get; }

    /// <summary>Whether rows must be seen in order because state goes from one to the next.</summary>
    internal virtual bool IsSequential => false;

    /// <summary>Whether its state must see every row, also one whose values nobody asks for.</summary>
    internal virtual bool SeesEveryRow => IsSequential;

    /// <summary>Rows before a row that its values may depend on; null where that has no bound.</summary>
    internal virtual int? RowsRemembered => IsSequential ? null : 0;

    /// <summary>Whether what it keeps from row to row learns from the video that is scored.</summary>
    internal virtual bool AdaptsToVideo => IsSequential;

    /// <summary>Whether it reads rows before they are asked for, to work on several at once.</summary>
    internal virtual bool ReadsAhead => false;

    /// <summary>What its time is booked under when scoring is timed.</summary>
    internal virtual string Stage => "score";

    /// <summary>Which part of the papers it stands in for, in a sentence for reports; null where it is none that needs saying.</summary>
    internal virtual string? StandIn => null;

    /// <summary>Numbers that it learned: network weights, modes, memory; null where a network elsewhere, whose weights cannot be counted, is part of it.</summary>
    internal virtual long? Parameters => 0;

    /// <summary>Networks in files that it runs.</summary>
    internal virtual IReadOnlyList<FrozenNetwork> FrozenNetworks => [];

    /// <summary>Its name, contract and payload in a saved model.</summary>
    internal abstract ComponentPersistence Persistence { get; }

    /// <summary>Its options and what it learned, in words, for <c>mlnetvad inspect</c>.</summary>
    internal virtual IReadOnlyList<(string Name, string Value)> Settings => [];

    /// <summary>The columns it adds to rows whose input columns have these types.</summary>
    internal abstract IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes);

    /// <summary>A kernel for one cursor.</summary>
    internal abstract RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes);

    /// <summary>Whether a single row can be mapped (PredictionEngine needs it).</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The schema that <see cref="Transform"/> delivers.</summary>
    /// <param name="inputSchema">The schema of the rows that come in.</param>
    /// <returns>The input columns and then the component's own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or has another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new ComponentMapper(this, inputSchema).OutputSchema;

    /// <summary>Adds the component's columns, lazily: nothing is computed before a row's value is asked for.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The same rows with more columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or has another type.</exception>
    public virtual IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ComponentView(input, new ComponentMapper(this, input.Schema));
    }

    /// <summary>An estimator that gives this transformer as it is, whatever it is fitted on: for a pipeline that learns its other steps anew.</summary>
    /// <returns>The estimator.</returns>
    public IEstimator<ITransformer> Keep() => new KeptStep(this);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ComponentMapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)StockForm.Of(this)).Save(ctx);
}
