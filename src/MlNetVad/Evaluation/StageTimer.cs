using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>
/// Books the time of each stage by asking for the parts' columns in the order in which they run: a part computes a row
/// once, so what a getter takes is that part's own work. Moving to the next row is the decoder's, or, where a part reads rows ahead,
/// the work of all parts before it, which cannot be told apart then. Beside the sums stand quantiles over rows.
/// </summary>
internal sealed class StageTimer
{
    private readonly List<(string Stage, Action Touch)> _touches = [];
    private readonly Dictionary<string, long> _ticks = [];
    private readonly Dictionary<string, long> _row = [];
    private readonly Dictionary<string, LatencyHistogram> _latencies = [];
    private readonly string _moving;

    public StageTimer(DataViewRowCursor cursor, VadModel model)
    {
        _moving = model.Parts.Any(p => p.ReadsAhead) ? "readAhead" : "decode";
        _ticks[_moving] = 0;
        foreach (ComponentTransformer part in model.Parts)
        {
            _ticks.TryAdd(part.Stage, 0);
            if (part.Stage != "score" && FirstColumn(part, cursor.Schema) is { } column && cursor.IsColumnActive(column))
            {
                _touches.Add((part.Stage, Touch(cursor, column)));
            }
        }

        _ticks.TryAdd("score", 0);
    }

    /// <summary>Stage name to milliseconds a row.</summary>
    public IReadOnlyDictionary<string, double> MillisecondsPer(long rows) =>
        _ticks.ToDictionary(t => t.Key, t => 1000.0 * t.Value / Stopwatch.Frequency / Math.Max(1, rows));

    /// <summary>Stage name to quantiles over rows, and those of a whole row under <c>total</c>; empty before the first row.</summary>
    public IReadOnlyDictionary<string, StageLatency> Latencies =>
        _latencies.ToDictionary(stage => stage.Key, stage => new StageLatency(stage.Value.Quantile(0.5), stage.Value.Quantile(0.95)));

    /// <summary>The columns it touches beyond those the reader wants.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(VadModel model, DataViewSchema schema) =>
        model.Parts.Where(p => p.Stage != "score").Select(p => FirstColumn(p, schema)).OfType<DataViewSchema.Column>();

    /// <summary>Moves to the next row and computes its stages, booking each.</summary>
    public bool MoveNext(DataViewRowCursor cursor)
    {
        long before = Stopwatch.GetTimestamp();
        bool moved = cursor.MoveNext();
        before = Book(_moving, before);
        if (moved)
        {
            foreach ((string stage, Action touch) in _touches)
            {
                touch();
                before = Book(stage, before);
            }
        }

        return moved;
    }

    /// <summary>Runs the rest of the row's work and books it as scoring.</summary>
    public T Score<T>(Func<T> read)
    {
        long before = Stopwatch.GetTimestamp();
        T value = read();
        Book("score", before);
        EndRow();
        return value;
    }

    private static DataViewSchema.Column? FirstColumn(ComponentTransformer part, DataViewSchema schema) =>
        schema.GetColumnOrNull(part.OutputsFor(part.InputTypes)[0].Name) is { Type: VectorDataViewType { ItemType: var item } } column
        && item.Equals(NumberDataViewType.Single)
            ? column
            : null;

    private static Action Touch(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return () => getter(ref buffer);
    }

    private long Book(string stage, long since)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[stage] += now - since;
        _row[stage] = _row.GetValueOrDefault(stage) + now - since;
        return now;
    }

    private void EndRow()
    {
        foreach ((string stage, long ticks) in _row.Append(KeyValuePair.Create("total", _row.Values.Sum())))
        {
            if (!_latencies.TryGetValue(stage, out LatencyHistogram? histogram))
            {
                _latencies.Add(stage, histogram = new LatencyHistogram());
            }

            histogram.Add(1000.0 * ticks / Stopwatch.Frequency);
        }

        _row.Clear();
    }
}
