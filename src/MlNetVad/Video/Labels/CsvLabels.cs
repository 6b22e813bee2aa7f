using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MlNetVad.Video.Labels;

/// <summary>
/// Labels of many videos in one table, 0-based: <c>video,frame,label</c> (one row a frame) or <c>video,first,last</c>
/// (one row an anomalous range, both ends inside; all else is normal).
/// </summary>
internal sealed class CsvLabels
{
    private readonly string _path;
    private readonly Dictionary<string, LabelRows>? _frames;
    private readonly Dictionary<string, List<(int First, int Last)>> _ranges;

    private CsvLabels(string path, Dictionary<string, LabelRows>? frames, Dictionary<string, List<(int First, int Last)>> ranges)
    {
        _path = path;
        _frames = frames;
        _ranges = ranges;
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="VadException">A column is missing, or a value is wrong.</exception>
    public static CsvLabels Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { PrepareHeaderForMatch = a => a.Header.Trim().ToLowerInvariant(), TrimOptions = TrimOptions.Trim });
            if (!csv.Read() || !csv.ReadHeader())
            {
                throw new VadException($"Label file '{path}' is empty; {Expected}.");
            }

            int video = Column(csv, "video", "clip"), frame = Column(csv, "frame", "frame0"), label = Column(csv, "label");
            int first = Column(csv, "first"), last = Column(csv, "last");
            if (video >= 0 && frame >= 0 && label >= 0)
            {
                return new CsvLabels(path, ReadFrames(path, csv, video, frame, label), []);
            }

            return video >= 0 && first >= 0 && last >= 0
                ? new CsvLabels(path, null, ReadRanges(path, csv, video, first, last))
                : throw new VadException($"Label file '{path}' has the columns {string.Join(",", csv.HeaderRecord ?? [])}; {Expected}.");
        }
        catch (Exception e) when (e is CsvHelperException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"Label file '{path}' cannot be read as a table: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}.", e);
        }
    }

    /// <summary>Labels of a video, from the rows under all of its names; null when the table is by frame and does not name it.</summary>
    /// <param name="names">The names under which the table may know the video.</param>
    /// <exception cref="VadException">A frame has rows under two names.</exception>
    public FrameLabels? For(params string[] names)
    {
        string[] known = [.. names.Distinct().Where(Names.Contains)];
        if (_frames is null)
        {
            return FrameLabels.Ranges(known.SelectMany(name => _ranges[name]));
        }

        if (known.Length == 0)
        {
            return null;
        }

        LabelRows rows = _frames[known[0]];
        if (known.Length > 1)
        {
            rows = new LabelRows();
            foreach (string name in known)
            {
                if (rows.Add(_frames[name]) is { } twice)
                {
                    throw new VadException($"Label file '{_path}' has frame {twice} of one video twice, under '{string.Join("' and '", known)}'; expected one row a frame.");
                }
            }
        }

        return FrameLabels.Numbered(rows);
    }

    /// <summary>The videos that the table names.</summary>
    public IEnumerable<string> Names => _frames?.Keys.AsEnumerable() ?? _ranges.Keys;

    /// <summary>What a reader of figures must know that the table does not say itself; null where it says all.</summary>
    /// <param name="videos">All names of each video.</param>
    public string? Assumed(IReadOnlyCollection<string[]> videos)
    {
        int unnamed = videos.Count(names => !names.Any(Names.Contains));
        string file = Path.GetFileName(_path);
        string[] said =
        [
            .. _ranges.Values.SelectMany(r => r).Any() && _ranges.Values.SelectMany(r => r).All(r => r.First > 0)
                ? new[] { $"the ranges of {file} are taken as counted from 0, the first frame being frame 0: subtract 1 if they count from 1" } : [],
            .. unnamed > 0
                ? new[] { $"{unnamed} of {Counted.Of(videos.Count, "video")} {WithoutRow(file, unnamed == 1)}" } : [],
        ];
        return said.Length > 0 ? string.Join("; ", said) : null;
    }

    private string WithoutRow(string file, bool one) => (one ? "has" : "have") + $" no row in {file} and "
        + (_frames is null ? (one ? "counts" : "count") + " as normal throughout" : (one ? "stays" : "stay") + " unlabelled");

    /// <summary>Refuses a table that names videos which are not there.</summary>
    public void CheckNames(IReadOnlySet<string> known)
    {
        string? stranger = Names.FirstOrDefault(name => !known.Contains(name));
        if (stranger is not null)
        {
            throw new VadException($"Label file '{_path}' names the video '{stranger}', which is not there; videos are named by their file or folder name.");
        }
    }

    private const string Expected = "expected the columns video,frame,label or video,first,last";

    private static int Column(CsvReader csv, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            int index = csv.GetFieldIndex(name, isTryGet: true);
            if (index >= 0)
            {
                return index;
            }
        }

        return -1;
    }

    private static Dictionary<string, LabelRows> ReadFrames(string path, CsvReader csv, int video, int frame, int label)
    {
        var all = new Dictionary<string, LabelRows>();
        while (csv.Read())
        {
            string name = csv.GetField(video) ?? "", text = csv.GetField(label) ?? "";
            float value = text switch
            {
                "0" or "0.0" => 0,
                "1" or "1.0" => 1,
                "" or "NaN" or "nan" => float.NaN,
                _ => throw Wrong(path, csv, $"label '{text}'", "0, 1, or nothing when unknown"),
            };
            if (!all.TryGetValue(name, out LabelRows? frames))
            {
                all.Add(name, frames = new LabelRows());
            }

            if (!frames.TryAdd(Frame(path, csv, frame), value))
            {
                throw Wrong(path, csv, $"frame '{csv.GetField(frame)}' of video '{name}' a second time", "one row a frame");
            }
        }

        return all;
    }

    private static Dictionary<string, List<(int First, int Last)>> ReadRanges(string path, CsvReader csv, int video, int first, int last)
    {
        var all = new Dictionary<string, List<(int First, int Last)>>();
        while (csv.Read())
        {
            string name = csv.GetField(video) ?? "";
            (int from, int to) = (Frame(path, csv, first), Frame(path, csv, last));
            if (to < from)
            {
                throw Wrong(path, csv, $"the range {from} to {to}", "first not after last");
            }

            if (!all.TryGetValue(name, out List<(int First, int Last)>? ranges))
            {
                all.Add(name, ranges = []);
            }

            ranges.Add((from, to));
        }

        return all;
    }

    private static int Frame(string path, CsvReader csv, int column) =>
        int.TryParse(csv.GetField(column), NumberStyles.None, CultureInfo.InvariantCulture, out int frame)
            ? frame
            : throw Wrong(path, csv, $"frame '{csv.GetField(column)}'", "a whole number from 0");

    private static VadException Wrong(string path, CsvReader csv, string found, string expected) =>
        new($"Label file '{path}', line {csv.Parser.RawRow}, has {found}; expected {expected}.");
}
