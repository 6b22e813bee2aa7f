using System.Globalization;
using CsvHelper;
using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>
/// Writes <c>scores.csv</c> row by row: <c>video,frame,score,label</c>, an unknown label or score left empty,
/// and <c>time</c> behind them where it is asked for. The file
/// appears on <see cref="Commit"/>; without it nothing is left.
/// </summary>
public sealed class ScoresCsvWriter : IDisposable
{
    private readonly PendingFile _file;
    private readonly CsvWriter _csv;
    private readonly bool _times;

    /// <summary>Starts the file.</summary>
    /// <param name="path">Where it shall appear; folders are made, an old file is replaced.</param>
    /// <param name="times">Whether a column <c>time</c> follows: seconds from the start of the video.</param>
    /// <exception cref="VadException">The path cannot be written.</exception>
    public ScoresCsvWriter(string path, bool times = false)
    {
        _times = times;
        _file = new PendingFile(path);
        _csv = new CsvWriter(new StreamWriter(_file.Stream) { NewLine = "\n" }, ScoresCsv.Format);
        foreach (string column in ScoresCsv.Columns)
        {
            _csv.WriteField(column);
        }

        if (times)
        {
            _csv.WriteField(ScoresCsv.Time);
        }

        _csv.NextRecord();
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="videoId">The video's id.</param>
    /// <param name="frame">0-based.</param>
    /// <param name="score">NaN where the frame was not scored.</param>
    /// <param name="label">0 normal, 1 anomalous, NaN unknown.</param>
    /// <param name="time">Seconds from the start of the video; null unknown.</param>
    public void Add(string videoId, long frame, float score, float label = float.NaN, double? time = null)
    {
        _csv.WriteField(videoId);
        _csv.WriteField(frame.ToString(CultureInfo.InvariantCulture));
        _csv.WriteField(Text(score));
        _csv.WriteField(Text(label));
        if (_times)
        {
            _csv.WriteField(ScoresCsv.TimeText(time));
        }

        _csv.NextRecord();
    }

    /// <summary>Ends the file and puts it in its place.</summary>
    public void Commit()
    {
        _csv.Flush();
        _file.Commit();
    }

    /// <summary>Closes; without <see cref="Commit"/> the file is given up.</summary>
    public void Dispose() => _file.Dispose();

    private static string Text(float value) => float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
