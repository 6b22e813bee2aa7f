namespace MlNetVad.Video.Labels;

/// <summary>One table with the labels of some videos, read when a label is first asked for.</summary>
internal sealed class TableLabels
{
    private readonly List<string[]> _names;
    private readonly Lazy<CsvLabels> _table;

    /// <summary>Labels of videos that the table names by their id, or by the name of their file or folder.</summary>
    public TableLabels(string path, List<(string Id, string Path)> videos)
    {
        _names = videos.ConvertAll(v => new[] { v.Id, Path.GetFileName(v.Path) });
        _table = new Lazy<CsvLabels>(() =>
        {
            CsvLabels read = CsvLabels.Read(path);
            read.CheckNames(_names.SelectMany(n => n).ToHashSet());
            return read;
        });
    }

    /// <summary>The labels of a video; null when the table is by frame and does not name it.</summary>
    /// <exception cref="VadException">The table is unreadable, or names videos that are not there.</exception>
    public FrameLabels? Of(int video) => _table.Value.For(_names[video]);

    /// <summary>What was assumed, in a sentence; null where nothing was.</summary>
    /// <exception cref="VadException">The table is unreadable.</exception>
    public string? Assumed() => _table.Value.Assumed(_names);
}
