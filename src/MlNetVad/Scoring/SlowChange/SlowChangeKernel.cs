using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Takes off each followed score how far its level has risen in this video; the levels move while all scores are calm.</summary>
internal sealed class SlowChangeKernel : RowKernel
{
    private readonly IReadOnlyList<FollowedScore> _scores;
    private readonly double _framesPerSecond;
    private readonly VideoSequence _sequence = new();
    private readonly SlowLevel[] _levels;
    private double _nextSample;

    public SlowChangeKernel(IReadOnlyList<FollowedScore> scores, double framesPerSecond)
    {
        (_scores, _framesPerSecond) = (scores, framesPerSecond);
        _levels = [.. scores.Where(score => score.IsFollowed).Select(score => new SlowLevel(score))];
        Outputs = [Risen, .. Followed.Take(_levels.Length)];
    }

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public InputSlot<float>[] Scores { get; } = [.. Enumerable.Range(0, SlowChangeTransformer.Slots).Select(_ => new InputSlot<float>())];

    public OutputSlot<VBuffer<float>> Risen { get; } = Slots.Vector<float>();

    public OutputSlot<float>[] Followed { get; } = [.. Enumerable.Range(0, SlowChangeTransformer.Slots).Select(_ => Slots.Scalar<float>())];

    public override IReadOnlyList<InputSlot> Inputs => [Video, Frame, .. Scores];

    public override IReadOnlyList<OutputSlot> Outputs { get; }

    public override void Compute()
    {
        if (_sequence.Begins(Video.Value.Span, Frame.Value))
        {
            Array.ForEach(_levels, level => level.Restart());
            _nextSample = Frame.Value;
        }

        Span<float> risen = Risen.Fill(_levels.Length);
        bool isCalm = true;
        for (int i = 0; i < _scores.Count; i++)
        {
            ScoreColumn.RequireNumber(Scores[i].Value, _scores[i].Column);
            float score = Scores[i].Value;
            if (i < _levels.Length)
            {
                risen[i] = _levels[i].Risen;
                score = Followed[i].Value = score - risen[i];
            }

            isCalm &= score <= _scores[i].Alarm;
        }

        if (Frame.Value >= _nextSample)
        {
            _nextSample = Frame.Value + _framesPerSecond;
            for (int i = 0; isCalm && i < _levels.Length; i++)
            {
                _levels[i].Add(Scores[i].Value);
            }
        }
    }
}
