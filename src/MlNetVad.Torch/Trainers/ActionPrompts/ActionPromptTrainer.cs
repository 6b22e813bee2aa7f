using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks.Clip;
using MlNetVad.Torch.Trainers.ActionPrompts;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Torch.Trainers;

/// <summary>
/// Learns the words around actions' names (scene-adaptive SVAD, section 3.3, equations 5 and 6): k vectors beside a name's tokens go through
/// CLIP's frozen text tower, and are trained so that each normal object is nearest to the action that it is nearest to by name alone.
/// What is left of it is a text an action, by which <see cref="ActionResponseTransformer"/> describes objects.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>ActionFeatures</c>)</term><description><c>Vector&lt;Single, *, E&gt;</c>, F^video of normal objects, in the space of CLIP's texts</description></item>
/// <item><term>output (<c>ActionResponses</c>)</term><description><c>Vector&lt;Single, *, N&gt;</c>, −1 … 1: the cosine with each of N actions in its learned words (equation 8)</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, from the normal objects of a scene, 8,192 of them at most, drawn evenly</description></item>
/// <item><term>Needs while fitting</term><description>CLIP's weights (ViT-B/16: 600 MB); the model needs them no more</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>TorchSharp and its libtorch, while fitting</description></item>
/// </list>
/// </remarks>
public sealed class ActionPromptTrainer : IEstimator<ActionResponseTransformer>
{
    private const int MostObjects = 8192;
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;

    internal ActionPromptTrainer(IHostEnvironment environment, Options options)
    {
        options.Validate();
        _host = environment.Register("ActionPrompts");
        _options = options.Copy();
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>Trains.</summary>
    /// <param name="input">Normal objects with their action features.</param>
    /// <returns>The transformer, with the words of the lowest loss on held-out objects.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    /// <exception cref="VadException">There is no object, the weights are missing, no CLIP's or of another width, or libtorch cannot be loaded here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ActionResponseTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TorchLibrary.Require();
        using IChannel channel = _host.Start("Train");
        using ClipNetwork clip = ClipFile.Whole(ModelFile.Open(_options.WeightsPath, ClipFile.Role, embeddedLimit: 0));
        InputColumn feature = InputColumn.Bag(_options.FeatureColumnName, clip.EmbeddingWidth);
        var objects = new VectorReservoir(clip.EmbeddingWidth, MostObjects, new Random(_seed));
        new FeatureRows(input, feature, clip.EmbeddingWidth, rowStride: 1, _options.CancellationToken).ForEach(objects.Offer);
        if (objects.Seen < 2)
        {
            throw new VadException($"The normal video has {Counted.Of(objects.Seen, "object")} in column '{_options.FeatureColumnName}', and prompts are learned from two at least: give more video, or another detector.");
        }

        using PromptNetwork network = FirstWeights.Seeded(() => new PromptNetwork(clip, _options.ContextVectors), _seed);
        float[] texts = new PromptTraining(network, objects.Sample, _options, _seed, channel).Run();
        return new ActionResponseTransformer(_options.OutputColumnName, _options.FeatureColumnName, feature.Find(input.Schema).Type, ActionTexts.Of(_options.Actions, texts));
    }

    /// <summary>The promised schema: the input's columns and the responses.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn.Bags(_options.FeatureColumnName).Check(inputSchema);
        return SchemaPromise.With(inputSchema, [new OutputColumn(_options.OutputColumnName, OutputColumn.BagType(_options.Actions.Count))]);
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options : INeedsFiles
    {
        /// <summary>The objects' action features.</summary>
        public string FeatureColumnName = "ActionFeatures";

        /// <summary>The column to add.</summary>
        public string OutputColumnName = "ActionResponses";

        /// <summary>CLIP's weights, a safetensors file with OpenAI's or Hugging Face's names.</summary>
        public string WeightsPath = "";

        /// <summary>The actions' names, one at least; the paper takes the 400 of Kinetics.</summary>
        public IReadOnlyList<string> Actions = [];

        /// <summary>A text's tokens as CLIP's text tower reads them, start and end among them: <c>ClipTokenizer.Encode</c>.</summary>
        public Func<string, long[]>? Tokenize;

        /// <summary>k, learned vectors: half of them before the name and half behind it, 1 to 32.</summary>
        public int ContextVectors = 16;

        /// <summary>σ, the loss's temperature, above 0 (section 4.2).</summary>
        public double Temperature = 0.1;

        /// <summary>AdamW's learning rate, above 0 (section 4.2).</summary>
        public double LearningRate = 2e-4;

        /// <summary>AdamW's decoupled weight decay, 0 or more.</summary>
        public double WeightDecay = 0.01;

        /// <summary>Objects of a step, at least 2 (section 4.2).</summary>
        public int BatchSize = 128;

        /// <summary>Passes over the objects at most, at least 1; the pass with the lowest loss on held-out objects is kept.</summary>
        public int Epochs = 10;

        /// <summary>Decides first words and order; null takes it from the context.</summary>
        public int? Seed;

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        /// <inheritdoc/>
        public IReadOnlyList<NeededFile> NeededFiles() => [ClipFile.Weights(nameof(WeightsPath), WeightsPath)];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            NeededFile.CheckSet(NeededFiles());
            if (Actions.Count == 0 || Tokenize is null)
            {
                throw new VadException("The prompts need the actions' names (Actions) and CLIP's tokenizer (Tokenize): give both.");
            }

            OptionCheck.Between(nameof(ContextVectors), ContextVectors, 1, 32);
            OptionCheck.Above(nameof(Temperature), Temperature, 0);
            OptionCheck.Above(nameof(LearningRate), LearningRate, 0);
            OptionCheck.Between(nameof(WeightDecay), WeightDecay, 0, 1);
            OptionCheck.Between(nameof(BatchSize), BatchSize, 2, int.MaxValue);
            OptionCheck.Between(nameof(Epochs), Epochs, 1, int.MaxValue);
        }
    }
}
