using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>A line of a file of captions.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Video">The video's id.</param>
/// <param name="Frame">0-based.</param>
/// <param name="Caption">The caption; may be empty.</param>
internal sealed record CaptionLine(long Number, string Video, long Frame, string Caption);

/// <summary>Reads JSON lines and tables of captions.</summary>
internal static class CaptionLines
{
    private const string ExpectedJson = """expected {"video": "01", "frame": 4, "caption": "…"}""";
    private const string ExpectedTable = "expected the columns video,frame,caption";

    /// <summary>Every line of a file.</summary>
    /// <exception cref="VadException">A line is not what it should be, there is none, or the file is not text.</exception>
    public static IReadOnlyList<CaptionLine> Read(ModelFile file)
    {
        using var text = new StreamReader(new MemoryStream(file.Read()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            bool isTable = Path.GetExtension(file.Name).Equals(".csv", StringComparison.OrdinalIgnoreCase);
            List<CaptionLine> lines = isTable ? ReadTable(text, file.Name) : ReadJson(text, file.Name);
            return lines.Count > 0
                ? lines
                : throw new VadException($"'{file.Name}' has no captions; {(isTable ? ExpectedTable : ExpectedJson)}.");
        }
        catch (DecoderFallbackException e)
        {
            throw new VadException($"'{file.Name}' is not text in UTF-8; save it as such.", e);
        }
    }

    private static List<CaptionLine> ReadJson(StreamReader text, string fileName)
    {
        var lines = new List<CaptionLine>();
        for (long number = 1; text.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(ParseJson(line, number) ?? throw Wrong(fileName, number, line, ExpectedJson));
            }
        }

        return lines;
    }

    private static CaptionLine? ParseJson(string line, long number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("video", out JsonElement video) && video.ValueKind == JsonValueKind.String
                && root.TryGetProperty("frame", out JsonElement frame) && frame.ValueKind == JsonValueKind.Number && frame.TryGetInt64(out long index) && index >= 0
                && root.TryGetProperty("caption", out JsonElement caption) && caption.ValueKind == JsonValueKind.String
                ? new CaptionLine(number, video.GetString()!, index, caption.GetString()!)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<CaptionLine> ReadTable(StreamReader text, string fileName)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { PrepareHeaderForMatch = a => a.Header.Trim().ToLowerInvariant() });
        try
        {
            if (!csv.Read() || !csv.ReadHeader())
            {
                return [];
            }

            int video = csv.GetFieldIndex("video", isTryGet: true), frame = csv.GetFieldIndex("frame", isTryGet: true), caption = csv.GetFieldIndex("caption", isTryGet: true);
            if (video < 0 || frame < 0 || caption < 0)
            {
                throw new VadException($"'{fileName}' has the columns {string.Join(",", csv.HeaderRecord ?? [])}; {ExpectedTable}.");
            }

            var lines = new List<CaptionLine>();
            while (csv.Read())
            {
                lines.Add(long.TryParse(csv.GetField(frame), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long index)
                    ? new CaptionLine(csv.Parser.RawRow, csv.GetField(video)!.Trim(), index, csv.GetField(caption)!)
                    : throw Wrong(fileName, csv.Parser.RawRow, csv.Parser.RawRecord, "expected a whole number from 0 as the frame"));
            }

            return lines;
        }
        catch (CsvHelperException e)
        {
            throw Wrong(fileName, e.Context?.Parser?.RawRow ?? 1, e.Context?.Parser?.RawRecord ?? "", ExpectedTable);
        }
    }

    private static VadException Wrong(string fileName, long number, string line, string expected)
    {
        const int Shown = 80;
        string start = line.TrimEnd();
        return new VadException($"'{fileName}', line {number}, is '{(start.Length > Shown ? start[..Shown] + "…" : start)}'; {expected}.");
    }
}
