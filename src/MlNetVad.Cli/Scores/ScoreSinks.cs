using System.Globalization;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Scores;

/// <summary>Takes frame scores one by one.</summary>
internal interface IScoreSink : IDisposable
{
    /// <summary>Takes the next frame.</summary>
    void Add(FrameScore frame);

    /// <summary>Says that all went well; what was written so far becomes visible.</summary>
    void Commit();
}

/// <summary>Drops them.</summary>
internal sealed class NoScores : IScoreSink
{
    /// <inheritdoc/>
    public void Add(FrameScore frame)
    {
    }

    /// <inheritdoc/>
    public void Commit()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>Writes them to a file that appears whole or not at all.</summary>
internal sealed class WrittenScores(string path) : IScoreSink
{
    private readonly ScoresCsvWriter _file = new(path, times: true);

    /// <inheritdoc/>
    public void Add(FrameScore frame) => _file.Add(frame.Video, frame.Frame, frame.Score, frame.Label, frame.Time);

    /// <inheritdoc/>
    public void Commit() => _file.Commit();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

/// <summary>Prints them at once, for pipes and live video; the same columns as the file.</summary>
internal sealed class PrintedScores : IScoreSink
{
    private readonly TextWriter _writer;

    /// <summary>Prints the header.</summary>
    public PrintedScores(TextWriter writer)
    {
        _writer = writer;
        writer.WriteLine($"{string.Join(',', ScoresCsv.Columns)},{ScoresCsv.Time}");
    }

    /// <inheritdoc/>
    public void Add(FrameScore frame)
    {
        string label = float.IsNaN(frame.Label) ? "" : frame.Label.ToString(CultureInfo.InvariantCulture);
        _writer.WriteLine($"{Quoted(frame.Video)},{frame.Frame},{frame.Score.ToString("R", CultureInfo.InvariantCulture)},{label},{ScoresCsv.TimeText(frame.Time)}");
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Commit() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
