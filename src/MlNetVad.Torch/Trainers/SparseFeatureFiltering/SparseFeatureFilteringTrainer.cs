using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Torch.Trainers.Samples;
using MlNetVad.Torch.Trainers.Scoring;
using MlNetVad.Torch.Trainers.Tokens;
using MlNetVad.Torch.Trainers.Training;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers;

/// <summary>
/// Trains a network on normal video to predict the next frame, and the meaning of the clip, through sparse filters that learn
/// to pass only what is normal; what it predicts badly is anomalous (SFN-VAD; SIB-VAD with cross fusion and semantics).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T + 1, H, W, C&gt;</c></description></item>
/// <item><term>input (semantics, on request)</term><description><c>Vector&lt;Single, S&gt;</c>, or <c>Vector&lt;Single, *, S&gt;</c> with objects</description></item>
/// <item><term>input (objects, on request)</term><description><c>Vector&lt;Single, *, 6&gt;</c></description></item>
/// <item><term>input (frozen appearance, on request)</term><description><c>Vector&lt;Single, T, 1 + P, w&gt;</c>, and <c>Vector&lt;Single, K, P, w&gt;</c> for the skip</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, calibrated: 0 is typical, 0.5 the false-alarm quantile of held-out normal video</description></item>
/// <item><term>output <c>PredictedLabel</c></term><description><c>Boolean</c></description></item>
/// <item><term>output <c>FrameError</c>, <c>SemanticError</c></term><description><c>Single</c></description></item>
/// <item><term>output <c>ErrorMap</c></term><description><c>Vector&lt;Single, h, w&gt;</c>, one an object with objects</description></item>
/// <item><term>output <c>PredictedFrame</c>, <c>Routing</c>, on request</term><description><c>Vector&lt;Single, H, W, C&gt;</c>, <c>Vector&lt;Single, layers, N&gt;</c></description></item>
/// <item><term>output <c>ObjectScores</c>, with objects</term><description><c>Vector&lt;Single, *&gt;</c></description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes; the data are read once, into a temporary file</description></item>
/// <item><term>Disk while it trains</term><description>a byte a pixel of every frame at the network's size; with frozen tokens 2 bytes a number of them:
/// 2.1 MB a frame at 1025 tokens of 1024 numbers, 8.4 MB for a clip of four that shares no frame with its neighbour, 5.4 GB for the 2,550
/// training frames of UCSD Ped2, and as much again for patch embeddings</description></item>
/// <item><term>Memory</term><description>flat, however long the video; a step with frozen tokens holds its batch of them, 4 bytes a number: 16.8 MB
/// a clip of the papers' size</description></item>
/// <item><term>Crosses rows</term><description>no: encodings of shared frames are reused, with the same numbers</description></item>
/// <item><term>Latency</term><description>none</description></item>
/// <item><term>Needs another package</term><description>TorchSharp</description></item>
/// </list>
/// </remarks>
public sealed partial class SparseFeatureFilteringTrainer : IEstimator<SparseFeatureFilteringTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly PredictorColumns _columns;
    private readonly PictureSize _size;
    private readonly FramePredictor? _kept;

    /// <summary>Makes it.</summary>
    /// <param name="environment">Where it says how it goes.</param>
    /// <param name="options">What can be chosen.</param>
    /// <param name="kept">A trained network that stays as it is: what belongs to a scene is learned alone. Null to train one.</param>
    internal SparseFeatureFilteringTrainer(IHostEnvironment environment, Options options, FramePredictor? kept = null)
    {
        _kept = kept;
        _options = options.Copy();
        _options.Validate();
        _host = environment.Register("SparseFeatureFiltering");
        _seed = options.Seed ?? _host.Rand.Next();
        _size = new PictureSize(_options.Network.Channels, _options.Network.Height, _options.Network.Width);
        _columns = new PredictorColumns
        {
            Clip = options.ClipColumnName,
            Semantic = options.SemanticColumnName,
            Objects = options.ObjectsColumnName,
            Appearance = options.AppearanceColumnName,
            Embeddings = options.AppearanceEmbeddingColumnName,
            Score = options.ScoreColumnName,
            PredictedLabel = options.PredictedLabelColumnName,
            FrameError = options.FrameErrorColumnName,
            SemanticError = options.SemanticErrorColumnName,
            ErrorMap = options.ErrorMapColumnName,
            ObjectScores = options.ObjectScoresColumnName,
            PredictedFrame = options.PredictedFrameColumnName,
            Routing = options.RoutingColumnName,
        };
    }

    /// <summary>Trains.</summary>
    /// <param name="input">Clips of normal life, in time order.</param>
    /// <returns>The transformer, with the weights of the lowest loss on held-out clips; if cancelled, with the best so far.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no clips, they do not suit the network, the training diverged, or libtorch cannot be loaded here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was a network to keep.</exception>
    public SparseFeatureFilteringTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TorchLibrary.Require();
        Options options = _options.Copy();
        DataViewType[] types = [.. _columns.Inputs(options.AnyTokens()).Select(c => c.Find(input.Schema).Type)];
        ClipShape shape = ClipShape.Of(types[0]);
        ClipCheck.Length(shape, options.Network);
        TextColumns.Settle(_columns, types, options.Network);
        TokenColumns.Settle(_columns, types, options.Network);
        using IChannel channel = _host.Start("Train");
        using var spool = new SampleSpool(
            options.WorkFolder, shape.Frames, _size, options.Network.TextDimension, SampleTokens.For(options.WorkFolder, _columns, options.Network));
        CropScale crops = CropScale.Learn(input, _columns, options.CropMargin);
        new SampleReader(_columns, _size, options.Network, crops).Read(input, spool, options.CancellationToken);
        if (spool.Tokens is { } tokens)
        {
            channel.Info(MessageSensitivity.None, $"appearance tokens: {tokens.Bytes / 1e6:N1} MB on disk for {spool.Count:N0} clips");
        }

        var rows = new HeldOutRows(spool, _kept is null ? options.HeldOutShare : 0);   // a network that stays has learned from none
        FramePredictor network = FirstWeights.Seeded(() => new FramePredictor(options.Network), _seed);
        if (_kept is not null)
        {
            InitialNetwork.Copy(network, _kept, "the model");
        }
        else if (options.InitialModelPath is { } earlier)
        {
            InitialNetwork.Load(network, earlier);
        }

        BackgroundPicture.Learn(network, spool, rows.Train);
        if (_kept is null)
        {
            using var loop = new TrainingLoop(network, spool, rows, options, _seed, new TrainingReport(channel, options.Progress));
            loop.Run();
        }

        network.eval();
        var scoring = new ScoringOptions(options.ErrorMapGrain, options.Threshold, options.LookAhead);
        PredictorModel model = new Calibrator(network, spool, rows, options, channel).Calibrate() with { Crops = crops };
        return new SparseFeatureFilteringTransformer(_columns, model, scoring, types);
    }

    /// <summary>The promised schema: the input's columns and the outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _columns.Inputs(_options.Network))
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _columns.Outputs(_options.Network, _options.ErrorMapGrain));
    }
}
