using System.Text.Json.Nodes;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Cli.Tables;

/// <summary>The tensors that were imported, for people and for scripts.</summary>
internal static class ImportTables
{
    /// <summary>A line a tensor, then the whole.</summary>
    public static void Print(Screen screen, string source, string file, IReadOnlyList<WeightInfo> tensors)
    {
        Draw.Table(screen, new ReportTable(
            $"Tensors of {source}",
            [new("name", false), new("shape", false), new("type", false), new("size")],
            [.. Ordered(tensors).Select(Row)]));
        Draw.Pairs(
            screen,
            "Written",
            ("tensors", $"{tensors.Count:N0}, {tensors.Sum(tensor => tensor.Count):N0} numbers"),
            ("size", Size(new FileInfo(file).Length)),
            ("weights", file));
        screen.Show("");
    }

    /// <summary>The same as JSON.</summary>
    public static JsonObject ToJson(string source, string file, IReadOnlyList<WeightInfo> tensors) => new()
    {
        ["source"] = source,
        ["file"] = file,
        ["bytes"] = new FileInfo(file).Length,
        ["tensors"] = new JsonArray([.. Ordered(tensors).Select(ToJson)]),
    };

    private static IEnumerable<WeightInfo> Ordered(IReadOnlyList<WeightInfo> tensors) => tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal);

    private static string[] Row(WeightInfo tensor) =>
        [tensor.Name, tensor.Shape.Count == 0 ? "scalar" : string.Join("×", tensor.Shape), tensor.Type.ToString(), Size(tensor.ByteLength)];

    private static string Size(long bytes) => bytes < 1024 ? $"{bytes} B" : $"{bytes / 1024.0:N0} KiB";

    private static JsonNode ToJson(WeightInfo tensor) => new JsonObject
    {
        ["name"] = tensor.Name,
        ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]),
        ["type"] = tensor.Type.ToString(),
        ["bytes"] = tensor.ByteLength,
    };
}
