namespace MlNetVad.Pipelines.Configuration;

/// <summary>The <c>TrainingOption</c> node: the pipeline by name, its options, seed and output folder.</summary>
public sealed class TrainingOptionConfig
{
    internal const string NodeType = "VideoAnomalyDetectionTrainingOption";

    private TrainingOptionConfig(string trainer, int seed, NormalModesOptions options, string outputFolder, IReadOnlyList<string> warnings)
    {
        Trainer = trainer;
        Seed = seed;
        NormalModes = options;
        OutputFolder = outputFolder;
        Warnings = warnings;
    }

    /// <summary>The pipeline's name; <c>NormalModes</c>.</summary>
    public string Trainer { get; }

    /// <summary>The seed of the <see cref="Microsoft.ML.MLContext"/>; 1 unless the config says otherwise.</summary>
    public int Seed { get; }

    /// <summary>The options of the <c>NormalModes</c> pipeline, from the node <c>Parameters</c>.</summary>
    public NormalModesOptions NormalModes { get; }

    /// <summary>Where models go, absolute.</summary>
    public string OutputFolder { get; }

    /// <summary>Parameters that the pipeline does not have, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The options in force, defaults included, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters() => OptionsBinder.Values(NormalModes);

    internal static TrainingOptionConfig Read(ConfigNode node, string folder)
    {
        node.Type(1, NodeType);
        string trainer = node.Text("Trainer");
        if (trainer != nameof(Pipelines.NormalModes))
        {
            throw node.Wrong("Trainer", $"\"{nameof(Pipelines.NormalModes)}\"", $"\"{trainer}\"");
        }

        ConfigNode? parameters = node.OptionalChild("Parameters");
        parameters?.Type(1, trainer);
        var options = new NormalModesOptions();
        string[] warnings =
        [
            .. OptionsBinder.Bind(parameters, options).Select(name => $"TrainingOption.Parameters.{name} is no option of {trainer} and was ignored."),
        ];
        string output = node.OptionalText("OutputFolder") ?? ".";
        return new TrainingOptionConfig(trainer, node.OptionalInteger("Seed") ?? 1, options, Path.GetFullPath(output, folder), warnings);
    }
}
