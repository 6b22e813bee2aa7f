using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Smooths a score along each video.</summary>
public sealed class SmoothScoreTransformer : ComponentTransformer, ITransformer
{
    private readonly SmoothingColumns _columns;
    private readonly SmoothingSettings _settings;

    internal SmoothScoreTransformer(SmoothingColumns columns, SmoothingSettings settings)
    {
        _columns = columns;
        _settings = settings;
        Inputs =
        [
            InputColumn.Scalar(columns.Video, TextDataViewType.Instance),
            InputColumn.Scalar(columns.Frame, NumberDataViewType.Int64),
            ScoreColumn.Of(columns.Score),
        ];
    }

    /// <summary>The kind of smoothing.</summary>
    public SmoothingKind Kind => _settings.Kind;

    bool ITransformer.IsRowToRowMapper => Kind != SmoothingKind.Gaussian;

    internal override bool IsSequential => true;

    internal override int? RowsRemembered => Kind == SmoothingKind.CausalMean ? _settings.Width - 1 : null;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; } =
        [TextDataViewType.Instance, NumberDataViewType.Int64, NumberDataViewType.Single];

    internal override ComponentPersistence Persistence => new(new SmoothScoreContract(), writer =>
    {
        _columns.Write(writer);
        _settings.Write(writer);
    });

    internal override IReadOnlyList<(string Name, string Value)> Settings => [("smoothing", _settings.ToText())];

    /// <summary>Adds the smoothed score, lazily. Rows must come in time order within a video.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The same rows with the smoothed score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or has another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        if (Kind != SmoothingKind.Gaussian)
        {
            return base.Transform(input);
        }

        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] sources = [.. Inputs.Select(i => i.Find(input.Schema))];
        return new ScoredAfterwardsView(input, GetOutputSchema(input.Schema), () => GaussianScores.Of(input, sources, _settings.Sigma));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Kind == SmoothingKind.Gaussian
        ? throw ReadsTheFuture()
        : new ComponentMapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (Kind == SmoothingKind.Gaussian)
        {
            throw ReadsTheFuture();
        }

        ((ICanSaveModel)StockForm.Of(this)).Save(ctx);
    }

    internal static SmoothScoreTransformer Read(BinaryReader reader) => new(SmoothingColumns.Read(reader), SmoothingSettings.Read(reader));

    internal static IReadOnlyList<OutputColumn> OutputsOf(SmoothingColumns columns) => [new(columns.Output, NumberDataViewType.Single)];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => OutputsOf(_columns);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new SmoothScoreKernel(_settings, _columns.Score);

    private static VadException ReadsTheFuture() => new(
        "Gaussian smoothing reads the future and is for evaluation only; use a causal kind (CausalMean or CausalExponential) in a model that is saved or scores single rows.");
}
