using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Smooths scores causally, row after row; starts anew with every video.</summary>
internal sealed class SmoothScoreKernel(SmoothingSettings settings, string column) : RowKernel
{
    private readonly VideoSequence _sequence = new();
    private readonly CausalFilter _filter = new(settings);

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public InputSlot<float> Input { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Video, Frame, Input];

    public override IReadOnlyList<OutputSlot> Outputs => [Score];

    public override void Compute()
    {
        ScoreColumn.RequireNumber(Input.Value, column);
        if (_sequence.Begins(Video.Value.Span, Frame.Value))
        {
            _filter.Reset();
        }

        Score.Value = _filter.Next(Input.Value);
    }
}
