using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.ActionFeatures;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Transforms;

namespace MlNetVad.Torch.Trainers;

/// <summary>
/// Learns what an object does: a temporal fusion over the encoded frames of its clip, and the middle frame beside it, are brought near
/// the text of the clip's action and away from the other actions' texts by the NCE loss (scene-adaptive SVAD, section 3.2, equations 1
/// to 3). The encoders of pictures and texts are frozen; where their widths differ, a linear map of the texts is learned too.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>ObjectFrames</c>)</term><description><c>Vector&lt;Single, *, n, D&gt;</c>, of frozen weights</description></item>
/// <item><term>input (<c>ObjectClipsBoxes</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>, as <c>CropObjects</c> makes them</description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>input <c>Action</c></term><description>text, the action's name; read while fitting only</description></item>
/// <item><term>input <c>ActionText</c></term><description><c>Vector&lt;Single, E&gt;</c>, the name as a text encoder has it; read while fitting only</description></item>
/// <item><term>output (<c>ActionFeatures</c>)</term><description><c>Vector&lt;Single, *, D&gt;</c>, F^video of each object, of length 1;
/// a row whose turn it is not keeps those of the last</description></item>
/// <item><term>output (<c>ActionFeaturesResponses</c>)</term><description><c>Vector&lt;Single, *, N&gt;</c>, −1 … 1: the cosine with the text of each
/// action that it was trained on (equation 8)</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, from labelled clips of actions, any place's; not from the camera's video</description></item>
/// <item><term>Memory</term><description>n · D · 4 bytes a clip while fitting: 18 KB for 9 frames of 512 numbers</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order</description></item>
/// <item><term>Needs another package</term><description>TorchSharp and its libtorch</description></item>
/// </list>
/// </remarks>
public sealed class ActionFeatureTrainer : IEstimator<ActionFeatureTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;

    internal ActionFeatureTrainer(IHostEnvironment environment, Options options)
    {
        options.Validate();
        _host = environment.Register("ActionFeatures");
        _options = options.Copy();
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>Trains.</summary>
    /// <param name="input">Clips of actions: encoded frames, name and text of each; with <see cref="Options.Clips"/>, any rows of objects.</param>
    /// <returns>The transformer, with the weights of the lowest loss on held-out videos.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are fewer than two actions, or no clip of one, or libtorch cannot be loaded here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ActionFeatureTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TorchLibrary.Require();
        DataViewType[] types = [.. _options.Columns.Inputs.Select(c => c.Find(input.Schema).Type)];
        using IChannel channel = _host.Start("Train");
        LabelledClips clips = LabelledClips.Read(_options.Clips ?? input, _options);
        var sizes = new ActionNetworkOptions(clips.Frames, clips.Width, clips.Texts.Width, _options.Layers, HeadsOf(clips.Width), _options.MlpRatio, _options.Alpha);
        ActionNetwork network = FirstWeights.Seeded(() => new ActionNetwork(sizes), _seed);
        string note = new ActionTraining(network, clips, _options, _seed, channel).Run();
        network.eval();
        return new ActionFeatureTransformer(_options.Columns, types, new ActionModel(network, clips.Texts.Names, clips.Texts.Of(network), note));
    }

    /// <summary>The promised schema: the input's columns and the features.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _options.Clips is null ? _options.Columns.Inputs.Concat(_options.Labels) : _options.Columns.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _options.Columns.Outputs(0, 0));
    }

    // heads of 64 numbers, as every published CLIP has them
    private static int HeadsOf(int width) => width % 64 == 0 ? width / 64 : 1;

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The encoded frames of objects' clips.</summary>
        public string FeatureColumnName = "ObjectFrames";

        /// <summary>The objects that the clips are of.</summary>
        public string BoxesColumnName = "ObjectClipsBoxes";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>The action's name, text; read while fitting.</summary>
        public string ActionColumnName = "Action";

        /// <summary>The name as a text encoder has it, <c>Vector&lt;Single, E&gt;</c>; read while fitting.</summary>
        public string ActionTextColumnName = "ActionText";

        /// <summary>The column to add; that of the responses has <c>Responses</c> behind it.</summary>
        public string OutputColumnName = "ActionFeatures";

        /// <summary>Blocks of the temporal fusion, 0 to 12.</summary>
        public int Layers = 1;

        /// <summary>How much wider a block is inside, 1 to 8.</summary>
        public int MlpRatio = 2;

        /// <summary>α, how much the fusion counts beside the middle frame, 0 … 1 (section 4.2).</summary>
        public double Alpha = 0.7;

        /// <summary>σ, the loss's temperature, above 0 (section 4.2).</summary>
        public double Temperature = 0.1;

        /// <summary>AdamW's learning rate, above 0 (section 4.2).</summary>
        public double LearningRate = 7e-4;

        /// <summary>AdamW's decoupled weight decay, 0 or more.</summary>
        public double WeightDecay = 0.01;

        /// <summary>Clips of a step, at least 2 (section 4.2).</summary>
        public int BatchSize = 512;

        /// <summary>Passes over the clips at most, at least 1; the pass with the lowest loss on held-out videos is kept.</summary>
        public int Epochs = 40;

        /// <summary>Share of each action's videos that is held out to choose the pass, 0 … 0.5; 0 keeps the last.</summary>
        public double HeldOutShare = 0.15;

        /// <summary>
        /// Whether the mean of all frames' vectors is taken off: for encoders whose vectors lie on one side of the origin, such as
        /// ResNet18's, which are nowhere negative. CLIP's do not.
        /// </summary>
        public bool SubtractMean;

        /// <summary>The clips of actions, with all input columns, where they are not the data that it is fitted on: inside a pipeline that learns a camera.</summary>
        public IDataView? Clips;

        /// <summary>Decides first weights and order; null takes it from the context.</summary>
        public int? Seed;

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        internal ActionFeatureColumns Columns => new(FeatureColumnName, BoxesColumnName, VideoColumnName, FrameColumnName, OutputColumnName);

        internal InputColumn[] Labels => [InputColumn.Scalar(ActionColumnName, TextDataViewType.Instance), InputColumn.Vector(ActionTextColumnName)];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            foreach (string name in (ReadOnlySpan<string>)[FeatureColumnName, BoxesColumnName, VideoColumnName, FrameColumnName, ActionColumnName, ActionTextColumnName, OutputColumnName])
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
            }

            OptionCheck.Between(nameof(Layers), Layers, 0, 12);
            OptionCheck.Between(nameof(MlpRatio), MlpRatio, 1, 8);
            OptionCheck.Between(nameof(Alpha), Alpha, 0, 1);
            OptionCheck.Above(nameof(Temperature), Temperature, 0);
            OptionCheck.Above(nameof(LearningRate), LearningRate, 0);
            OptionCheck.Between(nameof(WeightDecay), WeightDecay, 0, 1);
            OptionCheck.Between(nameof(BatchSize), BatchSize, 2, int.MaxValue);
            OptionCheck.Between(nameof(Epochs), Epochs, 1, int.MaxValue);
            OptionCheck.Between(nameof(HeldOutShare), HeldOutShare, 0, 0.5);
        }
    }
}
