using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Redefines a score in words by the formula of scene-adaptive SVAD, equation 10 (<see cref="RedefinitionFormula.Paper"/>): in memory, of recordings.</summary>
public sealed class PaperFormulaTransformer : ComponentTransformer, ITransformer, IRedefining, IFollowsRun
{
    private readonly string _part, _score, _features;
    private readonly int _width;
    private readonly IReadOnlyList<SpokenAction> _texts;

    internal PaperFormulaTransformer(string part, string score, string features, int width, IReadOnlyList<SpokenAction> texts)
    {
        (_part, _score, _features, _width, _texts) = (part, score, features, width, texts);
        Inputs = [InputColumn.Scalar("Video", TextDataViewType.Instance), InputColumn.Scalar("Frame", NumberDataViewType.Int64), ScoreColumn.Of(score), InputColumn.Bag(features, width)];
    }

    /// <summary>What was said, in the order in which it was said.</summary>
    public IReadOnlyList<Redefinition> Redefinitions => [.. _texts.Select(text => text.Text.Redefinition with { Parts = [_part] })];

    bool ITransformer.IsRowToRowMapper => false;

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes => [TextDataViewType.Instance, NumberDataViewType.Int64, NumberDataViewType.Single, OutputColumn.BagType(_width)];

    internal override ComponentPersistence Persistence => throw NeedsTheWhole();

    /// <summary>Redefines the score, when it is first asked for. Rows must come in time order within a video.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>The same rows with the redefined score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or has another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] sources = [.. Inputs.Select(i => i.Find(input.Schema))];
        return new ScoredAfterwardsView(input, GetOutputSchema(input.Schema), () => PaperFormula.Of(input, sources, _texts));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => throw NeedsTheWhole();

    ComponentTransformer? IRedefining.Where(Func<Redefinition, bool> kept)
    {
        SpokenAction[] left = [.. _texts.Where(text => kept(text.Text.About))];
        return left.Length == 0 ? null : new PaperFormulaTransformer(_part, _score, _features, _width, left);
    }

    ComponentTransformer IFollowsRun.During(ModelRun run) => run.IsLive ? throw NeedsTheWhole() : this;

    /// <summary>The same with one more text.</summary>
    internal PaperFormulaTransformer With(SpokenAction text) => new(_part, _score, _features, _width, [.. _texts, text]);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => [new(_score, NumberDataViewType.Single)];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => throw NeedsTheWhole();

    private static VadException NeedsTheWhole() => new(
        "The paper's formula takes the lowest and the highest score of a whole video, so it works on recordings in memory ('mlnetvad redefine --preview') and in no saved or live model; leave the formula at Calibrated there.");
}
