using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>The <c>TrainingOption</c> node: the pipeline by name, its options, seed and output folder.</summary>
public sealed class TrainingOptionConfig
{
    internal const string NodeType = "VideoAnomalyDetectionTrainingOption";
    internal const string ParametersNode = "Parameters";

    private readonly ConfigNode _node;
    private readonly PipelineEntry _pipeline;
    private readonly string _folder;

    private TrainingOptionConfig(ConfigNode node, PipelineEntry pipeline, int seed, IPipelineOptions options, string folder, string outputFolder, IReadOnlyList<string> warnings)
    {
        _node = node;
        _pipeline = pipeline;
        _folder = folder;
        Seed = seed;
        Options = options;
        OutputFolder = outputFolder;
        Warnings = warnings;
    }

    /// <summary>The pipeline's name, one of <see cref="PipelineRegistry.All"/>.</summary>
    public string Trainer => _pipeline.Name;

    /// <summary>The seed of the <see cref="MLContext"/>; 1 unless the config says otherwise.</summary>
    public int Seed { get; }

    /// <summary>The options of the pipeline, from the node <c>Parameters</c>: <see cref="NormalModesOptions"/>, <see cref="SparseFilteringOptions"/>.</summary>
    public IPipelineOptions Options { get; }

    /// <summary>Where models go, absolute.</summary>
    public string OutputFolder { get; }

    /// <summary>Parameters that the pipeline does not have, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The options in force, defaults included, by dotted name; paths as a config says them, relative to its folder.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters() => OptionsBinder.Values(Options, _folder);

    /// <summary>The files that the options name: networks, vocabularies, captions. Their options are dotted names.</summary>
    public IReadOnlyList<NeededFile> NeededFiles() => OptionFiles.Of(Options);

    /// <summary>The video options that the pipeline's clips must be loaded with.</summary>
    /// <param name="training">The training videos.</param>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public VideoOptions ClipOptions(VideoSource training) => _pipeline.ClipOptions(Options, training);

    /// <summary>The whole pipeline, with these options.</summary>
    /// <param name="ml">The context.</param>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public IEstimator<ITransformer> CreatePipeline(MLContext ml)
    {
        try
        {
            return _pipeline.Create(ml, Options);
        }
        catch (ArgumentException e) when (e.ParamName is not null && OptionNamed(e.ParamName) is { } option)
        {
            string expected = e.Message.Split([" (Parameter ", "\n"], StringSplitOptions.None)[0].TrimEnd('.', '\r');
            throw _node.Wrong($"{ParametersNode}.{option.Key}", $"a value that its pipeline takes ({expected})", option.Value);
        }
    }

    /// <summary>The option that a component means by the name of one of its own.</summary>
    private KeyValuePair<string, string>? OptionNamed(string name) =>
        Parameters().Where(p => p.Key.Split('.')[^1] == name.Split('.')[^1]).Select(p => (KeyValuePair<string, string>?)p).FirstOrDefault();

    internal static TrainingOptionConfig Read(ConfigNode node, string folder)
    {
        node.Type(1, NodeType);
        string trainer = node.Text("Trainer");
        PipelineEntry pipeline = PipelineRegistry.Find(trainer)
            ?? throw node.Wrong("Trainer", ConfigNode.OneOf([.. PipelineRegistry.All.Select(entry => entry.Name)]), $"\"{trainer}\"");
        ConfigNode? parameters = node.OptionalChild(ParametersNode);
        parameters?.Type(1, trainer);
        IPipelineOptions options = pipeline.NewOptions(name => parameters?.IsTrue(name) == true);
        string[] warnings =
        [
            .. OptionsBinder.Bind(parameters, options)
                .Select(name => $"TrainingOption.{ParametersNode}.{name} is no option of {trainer} in a config and was ignored."),
        ];
        string output = node.OptionalText("OutputFolder") ?? ".";
        return new TrainingOptionConfig(node, pipeline, node.OptionalInteger("Seed") ?? 1, options, folder, Path.GetFullPath(output, folder), warnings);
    }
}
