using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>
/// A training run as a Model Builder config (<c>*.mbconfig</c>) describes it: which videos, which pipeline with which
/// options, and what earlier runs gave. Every known node carries Type and Version; unknown nodes are tolerated and kept.
/// Paths are relative to the config file.
/// </summary>
public sealed class TrainingConfig
{
    /// <summary>The value of <c>Scenario</c>.</summary>
    public const string ScenarioName = "VideoAnomalyDetection";

    internal const string RootType = "TrainingConfig";
    internal const int NewestVersion = 5;

    private readonly ConfigDocument _document;

    private TrainingConfig(ConfigDocument document, string path, DataSourceConfig dataSource, TrainingOptionConfig training)
    {
        _document = document;
        Path = path;
        DataSource = dataSource;
        Training = training;
    }

    /// <summary>The config file, absolute.</summary>
    public string Path { get; }

    /// <summary>The config's name: its file name without extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Which videos to train on.</summary>
    public DataSourceConfig DataSource { get; }

    /// <summary>Which pipeline to train, and how.</summary>
    public TrainingOptionConfig Training { get; }

    /// <summary>Where the model goes unless told otherwise: <c>OutputFolder</c> (else the config's folder) / name.zip.</summary>
    public string DefaultModelPath => System.IO.Path.Combine(Training.OutputFolder, $"{Name}.zip");

    /// <summary>Reads a config; the videos are not touched yet.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The config, complete and of the right types.</returns>
    /// <exception cref="VadException">The file is missing or malformed, or a node has a wrong type: names file, line, node, expected and found.</exception>
    public static TrainingConfig Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(ConfigDocument.Read(path));
    }

    /// <summary>What is trained where there is no config: a pipeline with its defaults. No file is read or written.</summary>
    /// <param name="data">The training videos: a data set's folder, a folder of videos, or a scene (<c>synthetic:scene</c>).</param>
    /// <param name="trainer">The pipeline's name.</param>
    /// <returns>A config named after the folder, in the current one.</returns>
    public static TrainingConfig ForData(string data, string trainer = nameof(NormalModes))
    {
        ArgumentNullException.ThrowIfNull(data);
        bool isScene = data.StartsWith(DataSourceConfig.Scheme, StringComparison.Ordinal);
        string name = isScene ? "scene" : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(data)));
        return Read(ConfigDocument.Of($"{(name.Length > 0 ? name : "model")}.mbconfig", new JsonObject
        {
            ["Type"] = RootType,
            ["Version"] = NewestVersion,
            ["Scenario"] = ScenarioName,
            ["DataSource"] = new JsonObject
            {
                ["Type"] = isScene ? DataSourceConfig.Synthetic : nameof(Video.Datasets.VadDatasetKind.VideoFolder),
                ["Version"] = 1,
                ["FolderPath"] = data,
            },
            ["TrainingOption"] = new JsonObject { ["Type"] = TrainingOptionConfig.NodeType, ["Version"] = 1, ["Trainer"] = trainer },
        }));
    }

    /// <summary>The same config with some other parameters; the file stays as it is.</summary>
    /// <param name="parameters">Values by dotted name, such as <c>Predictor.Network.Skip</c>.</param>
    /// <returns>The changed config.</returns>
    /// <exception cref="VadException">The pipeline has no such parameter, or it is of another type.</exception>
    public TrainingConfig With(IReadOnlyDictionary<string, JsonNode?> parameters) =>
        Read(_document.With(tree => ParameterEdits.Apply(tree, Training, parameters)));

    private static TrainingConfig Read(ConfigDocument document)
    {
        ConfigNode root = document.Root;
        root.Type(NewestVersion, RootType);
        string scenario = root.Text("Scenario");
        if (scenario != ScenarioName)
        {
            throw root.Wrong("Scenario", $"\"{ScenarioName}\"", $"\"{scenario}\"");
        }

        root.OptionalChild("Environment")?.Type(1, "LocalCPU");
        root.OptionalChild("RunHistory")?.Type(RunHistory.NewestVersion, RunHistory.NodeType);
        string full = System.IO.Path.GetFullPath(document.Path);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        return new TrainingConfig(
            document,
            full,
            DataSourceConfig.Read(root.Child("DataSource"), folder),
            TrainingOptionConfig.Read(root.Child("TrainingOption"), folder));
    }

    /// <summary>
    /// Adds a run to <c>RunHistory</c>. The file is read again, so that edits made meanwhile stay, and written whole or not at all.
    /// </summary>
    /// <param name="trial">What the run gave, or why it failed.</param>
    /// <exception cref="VadException">The file cannot be read or written.</exception>
    public void AddTrial(Trial trial) => RunHistory.Append(Path, trial);
}
