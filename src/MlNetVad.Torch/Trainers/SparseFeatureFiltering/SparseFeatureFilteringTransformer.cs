using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;

namespace MlNetVad.Torch.Trainers;

/// <summary>
/// Scores clips by how badly a network trained on normal video predicts their last frame, and its meaning (SFN-VAD, SIB-VAD).
/// Rows are read a few ahead and scored together, where the number of rows is known; a live stream is scored row by row.
/// </summary>
public sealed class SparseFeatureFilteringTransformer : ComponentTransformer, IClipTarget, IScoreThreshold, IPictureSize
{
    private readonly PredictorColumns _columns;
    private readonly PredictorModel _model;
    private readonly ScoringOptions _scoring;

    internal SparseFeatureFilteringTransformer(
        PredictorColumns columns, PredictorModel model, ScoringOptions scoring, IReadOnlyList<DataViewType> inputTypes)
    {
        (_columns, _model, _scoring) = (columns, model, scoring);
        Inputs = columns.Inputs(model.Network.Options);
        InputTypes = inputTypes;
    }

    /// <summary>The network's options.</summary>
    public PredictorOptions Network => _model.Network.Options.Clone();

    /// <summary>Whether each object's crop is predicted by itself, and a frame scores as its highest object.</summary>
    public bool IsObjectCentric => _columns.IsObjectCentric;

    /// <summary>The frame of a clip that is predicted and scored: the last.</summary>
    public ClipTarget Target => ClipTarget.Last;

    /// <summary>The score above which a frame is predicted anomalous.</summary>
    public float Threshold => _scoring.Threshold;

    PictureSize? IPictureSize.WholePicture => _columns.IsObjectCentric ? null : _model.Size;

    internal PredictorModel Model => _model;

    internal PredictorColumns Columns => _columns;

    internal ScoringOptions Scoring => _scoring;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("network", Summary()),
        ("mode", _columns.IsObjectCentric ? $"object-centric, crops of {_model.Crops.Side:0} px, {_model.Crops.Margin:0.##} times a typical object" : "whole frames"),
        .. Appearance(),
        ("frame error", _model.Pooling.ToString()),
        ("weights of the score", $"frame {_model.Fusion.FrameWeight:0.##}, semantics {(_model.Fusion.Semantic is null ? 0 : _model.Fusion.SemanticWeight):0.##}"),
        .. _model.Notes,
    ];

    internal override long? Parameters => _model.Network.parameters().Sum(p => p.numel());

    internal override string? StandIn => _columns.Appearance is null
        ? "appearance is seen by a small encoder that was trained along, which stands in for a frozen vision tower"
        : null;

    internal override bool ReadsAhead => _scoring.LookAhead > 1;

    internal override ComponentPersistence Persistence => new(SparseFeatureFilteringContracts.For(_columns), writer =>
    {
        _columns.Write(writer);
        _scoring.Write(writer);
        _model.Write(writer);
    });

    /// <summary>
    /// The trainer for another scene, to be fitted on clips of its normal life: the network's weights stay; background, size of crops, pooling (where it
    /// was chosen on made-up anomalies), places and calibration, which belong to a scene, are learned anew.
    /// </summary>
    /// <param name="ml">The context; its log hears of it.</param>
    /// <param name="cancellationToken">Stops reading the clips.</param>
    /// <returns>An estimator whose model is like this one.</returns>
    public SparseFeatureFilteringTrainer Adapt(MLContext ml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ml);
        PoolingChoice pooling = _model.Pooling;
        var options = new SparseFeatureFilteringTrainer.Options
        {
            ClipColumnName = _columns.Clip,
            SemanticColumnName = _columns.Semantic,
            ObjectsColumnName = _columns.Objects,
            AppearanceColumnName = _columns.Appearance,
            AppearanceEmbeddingColumnName = _columns.Embeddings,
            ScoreColumnName = _columns.Score,
            PredictedLabelColumnName = _columns.PredictedLabel,
            FrameErrorColumnName = _columns.FrameError,
            SemanticErrorColumnName = _columns.SemanticError,
            ErrorMapColumnName = _columns.ErrorMap,
            ObjectScoresColumnName = _columns.ObjectScores,
            PredictedFrameColumnName = _columns.PredictedFrame,
            RoutingColumnName = _columns.Routing,
            Network = Network,
            Pooling = _model.IsPoolingChosen ? FramePooling.Auto : pooling.Box == 0 ? FramePooling.WholeFrameMean : FramePooling.BoxMaximum,
            PixelError = pooling.Error,
            PoolingBox = Math.Max(1, pooling.Box),
            ContrastFloor = pooling.ContrastFloor,
            FrameWeight = _model.Fusion.FrameWeight,
            SemanticWeight = _model.Fusion.SemanticWeight,
            Threshold = _scoring.Threshold,
            ErrorMapGrain = _scoring.Grain,
            CropMargin = IsObjectCentric ? _model.Crops.Margin : 1,
            LookAhead = _scoring.LookAhead,
            CancellationToken = cancellationToken,
        };
        return new SparseFeatureFilteringTrainer(ml, options, _model.Network);
    }

    /// <inheritdoc/>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new LookAheadView(input, new ComponentMapper(this, input.Schema), this);
    }

    internal static SparseFeatureFilteringTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        PredictorColumns columns = PredictorColumns.Read(body);
        ScoringOptions scoring = ScoringOptions.Read(body);
        return new SparseFeatureFilteringTransformer(columns, PredictorModel.Read(body), scoring, inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs(_model.Network.Options, _scoring.Grain);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) =>
        new SparseFeatureFilteringKernel(new PredictorRow(_columns), CreateScorer(inputTypes[0]), CreateOutputs());

    internal RowScorer CreateScorer(DataViewType clip)
    {
        ClipShape shape = ClipShape.Of(clip);
        ClipCheck.Length(shape, _model.Network.Options);
        return new RowScorer(_model, _columns, _scoring.Grain, shape);
    }

    internal PredictorOutputs CreateOutputs() => new(_columns, _scoring.Threshold);

    private IEnumerable<(string Name, string Value)> Appearance()
    {
        PredictorOptions o = _model.Network.Options;
        if (_columns.Appearance is { } hidden)
        {
            string skip = !o.Skip ? "no skip" : _columns.Embeddings is { } embedded ? $"skip of the patch embeddings in '{embedded}'" : "skip of the last hidden states";
            yield return ("appearance", $"frozen: {1 + o.Patches} tokens of {o.AppearanceTokenWidth} a frame in '{hidden}', {skip}");
        }
    }

    private string Summary()
    {
        PredictorOptions o = _model.Network.Options;
        string filter = o.Filter == FilterKind.SparseFeatureFiltering ? $"{o.ActiveFilters} of {o.RoutedFilters} filters + {o.SharedFilters} shared" : o.Filter.ToString();
        return $"{o.Height} x {o.Width} px, patch {o.PatchSize}, width {o.Dimension}, {filter}, base image {o.BaseImage}, {Parameters:N0} weights";
    }
}

/// <summary>How rows are scored.</summary>
/// <param name="Grain">How fine the error map is.</param>
/// <param name="Threshold">Scores above it are anomalous.</param>
/// <param name="LookAhead">Rows scored together where their number is known.</param>
internal sealed record ScoringOptions(ErrorMapGrain Grain, float Threshold, int LookAhead)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Grain);
        writer.Write(Threshold);
        writer.Write(LookAhead);
    }

    public static ScoringOptions Read(BinaryReader reader) => new((ErrorMapGrain)reader.ReadByte(), reader.ReadSingle(), reader.ReadInt32());
}

/// <summary>Whether clips suit a network.</summary>
internal static class ClipCheck
{
    /// <summary>Refuses clips of another length than the network's.</summary>
    /// <exception cref="VadException">They are.</exception>
    public static void Length(ClipShape shape, PredictorOptions network)
    {
        if (shape.Frames != network.InputFrames + 1)
        {
            throw new VadException(
                $"The clips have {Counted.Of(shape.Frames, "frame")}; the network reads {network.InputFrames} and predicts one: load the video with ClipLength = {network.InputFrames + 1}.");
        }
    }
}
