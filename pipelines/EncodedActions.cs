using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Pipelines;

/// <summary>
/// Encoded clips of actions, kept in a file between trainings: the frozen encoder runs when they are first read, and a later training
/// with the same clips and the same encoder reads the file.
/// </summary>
internal sealed class EncodedActions : IDataView
{
    private readonly MLContext _ml;
    private readonly IDataView _rows;
    private readonly string _path;
    private readonly Lazy<IDataView> _kept;

    private EncodedActions(MLContext ml, IDataView rows, string path)
    {
        (_ml, _rows, _path) = (ml, rows, path);
        _kept = new(Keep);
    }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <summary>The rows, by way of a file in the folder.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">The rows, lazy.</param>
    /// <param name="folder">Where files are kept.</param>
    /// <param name="actions">The folder, table or generated clips that the rows are of.</param>
    /// <param name="encoder">What else decides them: the encoder and its settings.</param>
    public static IDataView Kept(MLContext ml, IDataView rows, string folder, string actions, string encoder)
    {
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(EncodedActions).Assembly.GetName().Version}\n{encoder}\n{Contents(actions)}")));
        return new EncodedActions(ml, rows, Path.Combine(folder, $"actions-{key[..16]}.idv"));
    }

    /// <inheritdoc/>
    public long? GetRowCount() => null;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        IDataView kept = _kept.Value;
        return kept.GetRowCursor(columnsNeeded.Select(column => kept.Schema[column.Name]));
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private IDataView Keep()
    {
        if (!File.Exists(_path))
        {
            AtomicFile.Write(_path, stream => _ml.Data.SaveAsBinary(_ml.Data.Cache(_rows), stream));   // which reads its rows twice
        }

        return _ml.Data.LoadFromBinary(_path);
    }

    // which clips: names, lengths and times of files, so that a clip that is added or changed is seen
    private static string Contents(string actions) => Directory.Exists(actions) || File.Exists(actions)
        ? string.Join('\n', Files(Path.GetFullPath(actions)).Order(StringComparer.Ordinal).Select(f => new FileInfo(f)).Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}"))
        : actions;

    // a table's clips lie somewhere below its folder
    private static IEnumerable<string> Files(string actions) =>
        Directory.EnumerateFiles(Directory.Exists(actions) ? actions : Path.GetDirectoryName(actions)!, "*", SearchOption.AllDirectories);
}
