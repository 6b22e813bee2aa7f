using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Fits a calibrator on scores of normal videos that the scorer has not seen (object-features recipe, step 10): videos
/// are dealt to folds, a scorer trained on the other folds scores each, the calibrator learns from all these held-out
/// scores; the model is a scorer trained on everything, then the calibrator.
/// </summary>
/// <remarks>
/// Videos are dealt in turn by order of first appearance (two folds: even and odd videos). If there is only one, it is
/// cut into contiguous blocks of at least 10 rows. With four folds or more a block's neighbours are not trained on either; with
/// fewer, clips at the cut share frames and held-out scores there are slightly too low.
/// Cost: one pass over clips (of long video over excerpts, if asked for), whose features are kept in a temporary file, and folds + 1 fits of the scorer on them. What the
/// calibrator reads of the held-out scores is cached in memory. Scorer and calibrator read features, not pictures. With <see cref="MadeAnomalies"/> some
/// hundred rows are scored once more a kind, and the calibrator is fitted again where a part is left out.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Video</c>)</term><description>text, the group that is never split; and what scorer and calibrator read</description></item>
/// <item><term>output</term><description>what scorer and calibrator add</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes; the rows must be normal</description></item>
/// <item><term>Crosses rows</term><description>no, unless its parts do</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class HeldOutCalibrationEstimator : IEstimator<TransformerChain<ITransformer>>
{
    private readonly IEstimator<ITransformer> _scorer;
    private readonly IEstimator<ITransformer> _calibrator;
    private readonly InputColumn _group;
    private readonly int _folds;
    private readonly Excerpts? _excerpts;
    private readonly MadeAnomalies? _made;

    internal HeldOutCalibrationEstimator(
        IEstimator<ITransformer> scorer, IEstimator<ITransformer> calibrator, string groupColumnName, int folds, Excerpts? excerpts, MadeAnomalies? made)
    {
        _scorer = scorer;
        _calibrator = calibrator;
        _group = InputColumn.Scalar(groupColumnName, TextDataViewType.Instance);
        _folds = folds;
        _excerpts = excerpts;
        _made = made;
    }

    /// <summary>Fits scorer and calibrator.</summary>
    /// <param name="input">Normal rows.</param>
    /// <returns>The scorer fitted on all rows, then the calibrator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">A single video gives fewer than 10 rows a fold, or scorer or calibrator refuse the data.</exception>
    public TransformerChain<ITransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column group = _group.Find(input.Schema);
        if (_excerpts is not null)
        {
            input = RowFilterView.OfExcerpts(input, group, _excerpts);
        }

        using FeatureSpool? spool = FeatureSpool.IsWorthwhile(input.Schema) ? new FeatureSpool(input) : null;
        IDataView features = spool?.View ?? input;
        (ITransformer Scorer, IDataView Rows)[] folds = HeldOutFolds.Deal(features, _group.Find(features.Schema), _folds)
            .Select(fold =>
            {
                ITransformer scorer = FitPart(fold);
                Memory.GiveBack();   // the rows that the scorer has learned from
                return (scorer, fold.HeldOut);
            })
            .ToArray();
        IDataView heldOut = SchemaPromise.Stock.Data.Cache(new ConcatenatedView([.. folds.Select(fold => fold.Scorer.Transform(fold.Rows))]));
        ITransformer calibrator = _calibrator.Fit(heldOut);
        if (_made is not null)
        {
            long rows = heldOut.GetColumn<ReadOnlyMemory<char>>(_group.Name).LongCount();
            TriedFold[] tried = [.. folds.Select(fold => new TriedFold(fold.Scorer, fold.Rows, _group.Find(fold.Rows.Schema), rows, _made.StretchRows))];
            calibrator = new TrialRun(_made, tried).Earned(calibrator, heldOut);
        }

        return new TransformerChain<ITransformer>(_scorer.Fit(features), calibrator);
    }

    /// <summary>The promised schema: the scorer's, then the calibrator's.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after both.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _group.Check(inputSchema);
        return _calibrator.GetOutputSchema(_scorer.GetOutputSchema(inputSchema));
    }

    /// <summary>The scorer of one fold; where it is a part of the only video that has too little, the user is told so.</summary>
    private ITransformer FitPart(HeldOutFold fold)
    {
        try
        {
            return _scorer.Fit(fold.Train);
        }
        catch (VadException e) when (fold.Block is not null)
        {
            throw new VadException(
                $"The only training video was cut in time to calibrate on rows that were not trained on, and {fold.Block} there is too little to learn from: {e.Message.TrimEnd('.')}; give a video in which every part shows what is normal, or several videos.", e);
        }
    }
}
