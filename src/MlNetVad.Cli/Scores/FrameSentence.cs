using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Scores;

/// <summary>What a model says of a frame, in a sentence: the part of the score in which it is rarest where it alarms, and the scene in words where the model captions it.</summary>
internal sealed class FrameSentence
{
    private const string Caption = "Caption";

    private readonly EvidenceReader? _evidence;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _caption;

    /// <summary>Reads from scored rows.</summary>
    public FrameSentence(DataViewRowCursor cursor, VadModel model)
    {
        _evidence = EvidenceReader.Of(cursor, model);
        _caption = Column(cursor.Schema) is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(column) : null;
    }

    /// <summary>The columns that it reads.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(VadModel model, DataViewSchema schema) =>
        [.. EvidenceReader.Needed(model, schema), .. Column(schema) is { } column ? [column] : (DataViewSchema.Column[])[]];

    /// <summary>The current row's sentence; empty where there is nothing to say.</summary>
    public string Read(bool isAlarm)
    {
        ReadOnlyMemory<char> caption = default;
        _caption?.Invoke(ref caption);
        string alarm = !isAlarm ? "" : _evidence?.Read() is { } evidence ? $"unusual: {evidence.Part}" : "unusual";
        return string.Join(". ", new[] { alarm, caption.ToString() }.Where(part => part.Length > 0));
    }

    private static DataViewSchema.Column? Column(DataViewSchema schema) =>
        schema.GetColumnOrNull(Caption) is { Type: TextDataViewType } column ? column : null;
}
