using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>A config file as text, tree and line numbers; every complaint about it is made here.</summary>
internal sealed class ConfigDocument
{
    private readonly IReadOnlyDictionary<string, int> _lines;

    private ConfigDocument(string path, JsonObject root, IReadOnlyDictionary<string, int> lines)
    {
        Path = path;
        Tree = root;
        _lines = lines;
    }

    /// <summary>The file's path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>Everything the file says, known or not.</summary>
    public JsonObject Tree { get; }

    /// <summary>The root node.</summary>
    public ConfigNode Root => new(this, Tree, "");

    /// <summary>Reads and parses; nothing is interpreted yet.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VadException">Missing, unreadable or not JSON.</exception>
    public static ConfigDocument Read(string path)
    {
        string text = ReadText(path);
        try
        {
            JsonNode? root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return root is JsonObject tree
                ? new ConfigDocument(path, tree, JsonLines.Index(text))
                : throw new VadException($"'{path}' is not a config: expected a JSON object at the root, found {ConfigNode.Show(root)}.");
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is { } zeroBased ? $", line {zeroBased + 1}" : "";
            throw new VadException($"'{path}'{line}: the config is not valid JSON ({Reason(e)}); correct that line.", e);
        }
    }

    /// <summary>A document that is no file.</summary>
    /// <param name="path">Where it would lie.</param>
    /// <param name="tree">Everything it says.</param>
    public static ConfigDocument Of(string path, JsonObject tree) => new(path, tree, new Dictionary<string, int>());

    /// <summary>The same document with a changed tree; lines stay those of the file.</summary>
    /// <param name="change">Changes a copy of the tree.</param>
    public ConfigDocument With(Action<JsonObject> change)
    {
        JsonObject copy = Tree.DeepClone().AsObject();
        change(copy);
        return new ConfigDocument(Path, copy, _lines);
    }

    /// <summary>The complaint: file, line, node, expected, found.</summary>
    /// <param name="node">Dotted path of the node, empty for the root.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="found">What stands there.</param>
    public VadException Wrong(string node, string expected, string found)
    {
        string line = _lines.TryGetValue(node, out int number) || _lines.TryGetValue(Parent(node), out number) ? $", line {number}" : "";
        string name = node.Length == 0 ? "the root" : node;
        return new VadException($"'{Path}'{line}: {name}: expected {expected}, found {found}.");
    }

    private static string Parent(string node) => node.LastIndexOf('.') is > 0 and int dot ? node[..dot] : "";

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VadException($"There is no config at '{path}'; give the path of an .mbconfig file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException(
                Directory.Exists(path)
                    ? $"'{path}' is a folder; give the path of an .mbconfig file."
                    : $"The config '{path}' cannot be read: {e.Message}",
                e);
        }
    }

    /// <summary>The parser's sentence without its own, zero-based, position.</summary>
    private static string Reason(JsonException e)
    {
        string message = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return message.TrimEnd('.', ' ');
    }
}
