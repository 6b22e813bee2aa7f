using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Calibrates a score and compares it with the threshold.</summary>
internal sealed class CalibrateScoreKernel(ScoreCalibration calibration, float threshold, string column) : RowKernel
{
    public InputSlot<float> Input { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<bool> PredictedLabel { get; } = Slots.Scalar<bool>();

    public override IReadOnlyList<InputSlot> Inputs => [Input];

    public override IReadOnlyList<OutputSlot> Outputs => [Score, PredictedLabel];

    public override void Compute()
    {
        ScoreColumn.RequireNumber(Input.Value, column);
        Score.Value = calibration.Calibrate(Input.Value);
        PredictedLabel.Value = Score.Value > threshold;
    }
}
