using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Trainers.Scoring;

namespace MlNetVad.Torch.Trainers;

/// <summary>Scores one row at a time; frames that the row before has shared are not encoded again.</summary>
internal sealed class SparseFeatureFilteringKernel(PredictorRow row, RowScorer scorer, PredictorOutputs outputs) : RowKernel
{
    public PredictorRow Row => row;

    public override IReadOnlyList<InputSlot> Inputs => row.Slots;

    public override IReadOnlyList<OutputSlot> Outputs => outputs.Slots;

    public override void Compute()
    {
        scorer.Stage(row);
        outputs.Take(scorer.Score()[0]);
    }

    public override void Dispose() => scorer.Dispose();
}

/// <summary>The output columns of a row.</summary>
internal sealed class PredictorOutputs
{
    private readonly OutputSlot<float> _score = Persistence.Slots.Scalar<float>(), _frameError = Persistence.Slots.Scalar<float>(), _semanticError = Persistence.Slots.Scalar<float>();
    private readonly OutputSlot<bool> _label = Persistence.Slots.Scalar<bool>();
    private readonly List<(OutputSlot<VBuffer<float>> Slot, Func<UnitErrors, float[]> Part)> _parts = [(Persistence.Slots.Vector<float>(), u => u.Map)];
    private readonly OutputSlot<VBuffer<float>>? _objectScores;
    private readonly float _threshold;

    public PredictorOutputs(PredictorColumns columns, float threshold)
    {
        _threshold = threshold;
        List<OutputSlot> slots = [_score, _label, _frameError, _semanticError, _parts[0].Slot];
        if (columns.PredictedFrame is not null)
        {
            slots.Add(Part(u => u.Picture));
        }

        if (columns.Routing is not null)
        {
            slots.Add(Part(u => u.Routing));
        }

        if (columns.IsObjectCentric)
        {
            slots.Add(_objectScores = Persistence.Slots.Vector<float>());
        }

        Slots = slots;
    }

    /// <summary>The slots in the order of the component's output columns.</summary>
    public IReadOnlyList<OutputSlot> Slots { get; }

    /// <summary>Fills the slots.</summary>
    public void Take(RowScore result)
    {
        _score.Value = result.Score;
        _label.Value = result.Score > _threshold;
        _frameError.Value = result.FrameError;
        _semanticError.Value = result.SemanticError;
        foreach ((OutputSlot<VBuffer<float>> slot, Func<UnitErrors, float[]> part) in _parts)
        {
            int width = result.Units.Length == 0 ? 0 : part(result.Units[0]).Length;
            Span<float> values = slot.Fill(result.Units.Length * width);
            for (int i = 0; i < result.Units.Length; i++)
            {
                part(result.Units[i]).CopyTo(values[(i * width)..]);
            }
        }

        if (_objectScores is not null)
        {
            result.Scores.CopyTo(_objectScores.Fill(result.Scores.Length));
        }
    }

    private OutputSlot<VBuffer<float>> Part(Func<UnitErrors, float[]> part)
    {
        OutputSlot<VBuffer<float>> slot = Persistence.Slots.Vector<float>();
        _parts.Add((slot, part));
        return slot;
    }
}
