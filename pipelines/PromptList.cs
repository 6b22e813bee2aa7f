using Microsoft.ML;

namespace MlNetVad.Pipelines;

/// <summary>The actions by their responses to which an object is described: the paper takes the 400 names of Kinetics.</summary>
internal static class PromptList
{
    private const string Everyday = "MlNetVad.Pipelines.everyday-actions.txt";

    /// <summary>Reads a list: one action a line, or Kinetics' table <c>id,name</c>.</summary>
    /// <param name="path">The file; null for the everyday actions that come with this library.</param>
    /// <exception cref="VadException">The file cannot be read, or is empty.</exception>
    public static string[] Read(string? path)
    {
        string[] lines = Lines(path);
        bool isTable = lines is ["id,name", ..];
        string[] actions = [.. lines.Skip(isTable ? 1 : 0).Select(line => (isTable ? line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..] : line).Trim().Trim('"')).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        return actions.Length > 0 ? actions : throw new VadException($"'{path}' names no action; expected one a line, or a table 'id,name'.");
    }

    /// <summary>The list as rows with <c>Action</c>.</summary>
    public static IDataView Rows(MLContext ml, IEnumerable<string> actions) => ml.Data.LoadFromEnumerable(actions.Select(action => new Row { Action = action }));

    private static string[] Lines(string? path)
    {
        try
        {
            using Stream stream = path is null ? typeof(PromptList).Assembly.GetManifestResourceStream(Everyday)! : File.OpenRead(path);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The list of prompts '{path}' cannot be read ({e.Message.Split('\n')[0]}); name a text file with one action a line.", e);
        }
    }

    private sealed class Row
    {
        public string Action { get; set; } = "";
    }
}
