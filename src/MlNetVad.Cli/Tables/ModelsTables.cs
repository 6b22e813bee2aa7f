using System.Text.Json.Nodes;
using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Tables;

/// <summary>The files that configs need, for people and for scripts.</summary>
internal static class ModelsTables
{
    private const int ShownHash = 12;

    /// <summary>A table a config, then how to get what is missing.</summary>
    public static void Print(Screen screen, IReadOnlyList<ConfigFiles> lists)
    {
        foreach (ConfigFiles list in lists.Where(list => list.Files.Count > 0))
        {
            IReadOnlyList<string>[] rows = [.. list.Files.Select(Row)];
            Draw.Table(screen, new ReportTable(list.Config, [new("option", false), new("what", false), new("state", false), new("SHA-256", false), new("where", false)], rows));
        }

        string[] bare = [.. lists.Where(list => list.Files.Count == 0).Select(list => list.Config)];
        if (bare.Length > 0)
        {
            Draw.Title(screen, "need no file: everything they use is built in");
            screen.Show(string.Join("\n", bare.Select(config => $"  {Spectre.Console.Markup.Escape(config)}")));
        }

        NeededFile[] missing = [.. lists.SelectMany(list => list.Files).Where(file => file.Found is null)];
        if (missing.Length > 0)
        {
            Draw.Pairs(
                screen,
                "how to get what is missing",
                [.. missing.GroupBy(file => file.HowToGet).Select(same => (string.Join("\n", same.Select(file => file.Role).Distinct()), same.Key))]);
            screen.Show("\n  Put a file where its option says, or into a folder that the environment variable MLNETVAD_MODELS names.");
        }

        screen.Show("");
    }

    /// <summary>The same as JSON.</summary>
    public static JsonArray ToJson(IReadOnlyList<ConfigFiles> lists) => [.. lists.Select(ToJson)];

    private static string[] Row(NeededFile file) =>
    [
        file.Option,
        file.Role,
        file.Found is { } found ? $"found, {new FileInfo(found).Length / 1024.0:N0} KiB" : file.Path.Length == 0 ? "not set" : "missing",
        file.Sha256()?[..ShownHash] ?? "",
        string.Join("\n", (file.Found is { } there ? [there] : file.Candidates).Select(Short)),
    ];

    // as short as it can be said from here
    private static string Short(string path)
    {
        string relative = Path.GetRelativePath(".", path);
        return relative.Length < path.Length ? relative : path;
    }

    private static JsonObject ToJson(ConfigFiles list) => new()
    {
        ["config"] = list.Config,
        ["files"] = new JsonArray([.. list.Files.Select(ToJson)]),
    };

    private static JsonNode ToJson(NeededFile file) => new JsonObject
    {
        ["option"] = file.Option,
        ["role"] = file.Role,
        ["found"] = file.Found,
        ["lookedAt"] = new JsonArray([.. file.Candidates.Select(path => (JsonNode)path)]),
        ["sha256"] = file.Sha256(),
        ["bytes"] = file.Found is { } found ? new FileInfo(found).Length : null,
        ["howToGet"] = file.HowToGet,
    };
}
