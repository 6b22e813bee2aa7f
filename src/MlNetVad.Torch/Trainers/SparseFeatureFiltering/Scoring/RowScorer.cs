using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>
/// Scores rows: they are staged one by one, then the network runs over the units of each row (the frame, or each object's crop) by
/// itself, several rows at once, so that a row's score does not depend, by one bit, on the rows staged with it. Not thread-safe: one
/// a cursor.
/// </summary>
internal sealed class RowScorer(PredictorModel model, PredictorColumns columns, ErrorMapGrain grain, ClipShape shape) : IDisposable
{
    private readonly int _textWidth = columns.Semantic is null ? 0 : model.Network.Options.TextDimension;
    private readonly IUnitEncoder _encoder = columns.IsObjectCentric ? new CropUnits(model, shape) : new FrameUnits(model, columns, shape);
    private readonly ThreadLocal<ErrorReader> _errors = new(() => new ErrorReader(model, grain, columns.PredictedFrame is not null, columns.Routing is not null));
    private readonly List<float> _texts = [], _scales = [];
    private readonly List<int> _unitsOfRow = [];
    private readonly List<RowScore> _results = [];

    /// <summary>Takes the next row of the batch.</summary>
    public void Stage(PredictorRow row)
    {
        int units = columns.IsObjectCentric ? row.ObjectCount : 1;
        for (int i = 0; i < units; i++)
        {
            _encoder.Stage(row, i);
            _texts.AddRange(row.Text(i, _textWidth));
            _scales.Add(model.Places.At(row.Place(i)));
        }

        _unitsOfRow.Add(units);
    }

    /// <summary>Scores what was staged; the results stay until the next call.</summary>
    public IReadOnlyList<RowScore> Score()
    {
        (int First, int Count)[] batches = [.. Batches()];
        var units = new UnitErrors[_scales.Count];
        _encoder.Prepare();
        Workers.For(batches.Length, i =>
        {
            using DisposeScope scope = NewDisposeScope();
            (int first, int count) = batches[i];
            Tensor? text = Text(first, count);
            Prediction prediction = _encoder.Predict(first, count, text, out Tensor target);
            _errors.Value!.Read(prediction, target, text).CopyTo(units, first);
        });

        for (int i = 0; i < units.Length; i++)
        {
            units[i].Frame /= _scales[i];
        }

        Collect(units);
        _encoder.Clear();
        _texts.Clear();
        _scales.Clear();
        _unitsOfRow.Clear();
        return _results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _errors.Dispose();
    }

    // units of one row, never of two
    private IEnumerable<(int First, int Count)> Batches()
    {
        int first = 0;
        foreach (int units in _unitsOfRow)
        {
            for (int done = 0; done < units; done += _encoder.Batch)
            {
                yield return (first + done, Math.Min(_encoder.Batch, units - done));
            }

            first += units;
        }
    }

    private void Collect(UnitErrors[] units)
    {
        _results.Clear();
        int next = 0;
        foreach (int count in _unitsOfRow)
        {
            _results.Add(RowScore.Of(units.AsSpan(next, count), model.Fusion));
            next += count;
        }
    }

    // in libtorch's own memory: where a tensor lies decides the last bits of a product
    private Tensor? Text(int first, int count)
    {
        if (_textWidth == 0)
        {
            return null;
        }

        Tensor text = empty([count, _textWidth], ScalarType.Float32);
        CollectionsMarshal.AsSpan(_texts).Slice(first * _textWidth, count * _textWidth).CopyTo(MemoryMarshal.Cast<byte, float>(text.bytes));
        return text;
    }
}

/// <summary>What a row got.</summary>
/// <param name="Score">The calibrated score: of the frame, or the highest of its objects.</param>
/// <param name="FrameError">The frame error of the unit with the highest score; 0 without objects.</param>
/// <param name="SemanticError">Its semantic error.</param>
/// <param name="Units">The errors of all units.</param>
/// <param name="Scores">The calibrated score of each unit.</param>
internal sealed record RowScore(float Score, float FrameError, float SemanticError, UnitErrors[] Units, float[] Scores)
{
    /// <summary>The row's score from its units'.</summary>
    public static RowScore Of(ReadOnlySpan<UnitErrors> units, ScoreFusion fusion)
    {
        float[] scores = new float[units.Length];
        int best = -1;
        for (int i = 0; i < units.Length; i++)
        {
            scores[i] = fusion.Score(units[i].Frame, units[i].Semantic);
            best = best < 0 || scores[i] > scores[best] ? i : best;
        }

        // a frame in which nothing moves is as normal as one whose errors are 0
        return best < 0
            ? new RowScore(fusion.Score(0, 0), 0, 0, [], scores)
            : new RowScore(scores[best], units[best].Frame, units[best].Semantic, units.ToArray(), scores);
    }
}
