using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetVad.Video.Labels;

/// <summary>Label files that list the anomalous ranges of all videos, 1-based, both ends inside.</summary>
internal static partial class RangeLabels
{
    /// <summary>Reads <c>TestVideoFile{end+1}.gt_frame = [61:180, 190:200];</c>, one line a video.</summary>
    /// <exception cref="VadException">The file has no such line, or a range that is none.</exception>
    public static FrameLabels[] ReadM(string path)
    {
        string text = Comment().Replace(File.ReadAllText(path), "");
        MatchCollection videos = GroundTruth().Matches(text);
        if (videos.Count == 0)
        {
            throw new VadException($"Label file '{path}' names no anomalous frames; expected lines like TestVideoFile{{end+1}}.gt_frame = [61:180];");
        }

        return [.. videos.Select(video => FrameLabels.Ranges(Range().Matches(video.Groups["ranges"].Value).Select(r => FromMatlab(path, r))))];
    }

    /// <summary>Reads a cell array with one matrix a video, 2 × k: first and last frame of each range.</summary>
    /// <exception cref="VadException">The file has no such cell array.</exception>
    public static FrameLabels[] ReadMat(string path)
    {
        MatArray? cells = MatFile.Read(path).SelectMany(v => v.Tree()).FirstOrDefault(a => a.Cells is { Count: > 0 });
        if (cells is null)
        {
            throw new VadException($"Label file '{path}' has no cell array; expected one 2 × k matrix of first and last frames a video.");
        }

        return [.. cells.Cells!.Select(cell => FrameLabels.Ranges(Columns(path, cell)))];
    }

    private static IEnumerable<(int First, int Last)> Columns(string path, MatArray cell)
    {
        if (cell.Count == 0)
        {
            return [];
        }

        bool columns = cell.Dimensions[0] == 2;
        if (cell.Dimensions.Length != 2 || (!columns && cell.Dimensions[1] != 2))
        {
            throw new VadException($"Label file '{path}' has a cell of {string.Join(" × ", cell.Dimensions)} numbers; expected 2 × k: first and last frame of each range.");
        }

        int count = cell.Count / 2;
        return Enumerable.Range(0, count).Select(i => columns
            ? Checked(path, cell[2 * i], cell[2 * i + 1])
            : Checked(path, cell[i], cell[count + i])).ToArray();
    }

    private static (int First, int Last) FromMatlab(string path, Match range)
    {
        double first = double.Parse(range.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
        double last = range.Groups["last"].Success ? double.Parse(range.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) : first;
        return Checked(path, first, last);
    }

    private static (int First, int Last) Checked(string path, double first, double last) =>
        first >= 1 && last >= first && last <= int.MaxValue && first == Math.Floor(first) && last == Math.Floor(last)
            ? ((int)first - 1, (int)last - 1)
            : throw new VadException($"Label file '{path}' has the range {first} to {last}; expected frames counted from 1, the first not after the last.");

    [GeneratedRegex(@"gt_frame\s*=\s*\[(?<ranges>[^\]]*)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex GroundTruth();

    [GeneratedRegex(@"(?<first>\d+)(\s*:\s*(?<last>\d+))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Range();

    [GeneratedRegex(@"%[^\n]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();
}
