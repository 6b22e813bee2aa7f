using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>The <c>DataSource</c> node: which data set, where.</summary>
public sealed class DataSourceConfig
{
    internal const string Synthetic = "Synthetic";
    private const string FolderPath = "FolderPath";
    internal const string Scheme = "synthetic:";

    private readonly ConfigNode _node;

    private DataSourceConfig(ConfigNode node, string type, string location)
    {
        _node = node;
        Type = type;
        Location = location;
    }

    /// <summary>What may stand in <c>Type</c>: the names of <see cref="VadDatasetKind"/>, and Synthetic.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. Enum.GetNames<VadDatasetKind>().Where(name => name != nameof(VadDatasetKind.Auto)), Synthetic];

    /// <summary>One of <see cref="Types"/>.</summary>
    public string Type { get; }

    /// <summary>The folder, absolute; for Synthetic the scene, <c>synthetic:scene?…</c>.</summary>
    public string Location { get; }

    /// <summary>Opens one part of the data set; nothing is decoded yet.</summary>
    /// <param name="split">Which part.</param>
    /// <param name="elsewhere">A folder or scene to use in place of the config's, or null; its layout may differ from <see cref="Type"/>.</param>
    /// <returns>The videos.</returns>
    /// <exception cref="VadException">The folder is missing or holds no such data set.</exception>
    public VideoSource Open(VadSplit split, string? elsewhere = null)
    {
        if (elsewhere is not null)
        {
            return VadDataset.Open(elsewhere, split);
        }

        if (Type == Synthetic)
        {
            return VadDataset.Open(Location, split);
        }

        return Directory.Exists(Location)
            ? VadDataset.Open(Location, split, Enum.Parse<VadDatasetKind>(Type))
            : throw _node.Wrong(FolderPath, "a folder that exists, relative to the config", $"'{Location}' (there is no such folder; correct the path or name another with --data)");
    }

    /// <summary>Whether the data set has a part; a folder that holds nothing but <c>train</c> has no test part.</summary>
    /// <param name="split">Which part.</param>
    /// <param name="elsewhere">As for <see cref="Open"/>.</param>
    public bool Has(VadSplit split, string? elsewhere = null) => VadDataset.HasPart(elsewhere ?? Location, split);

    internal static DataSourceConfig Read(ConfigNode node, string folder)
    {
        string type = node.Type(1, [.. Types]);
        string location = node.Text(FolderPath);
        bool isScene = location.StartsWith(Scheme, StringComparison.Ordinal);
        if (isScene != (type == Synthetic))
        {
            throw node.Wrong(FolderPath, type == Synthetic ? "a scene such as \"synthetic:scene\"" : "a folder", $"\"{location}\"");
        }

        return new DataSourceConfig(node, type, isScene ? location : Path.GetFullPath(location, folder));
    }
}
