using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Training;

/// <summary>What a model says of the normal video that its calibration was learned from.</summary>
internal static class NormalScores
{
    private const double Least = -1, Most = 2;
    private const int OfEachHundredth = 1000;

    /// <summary>A histogram of the scores of held-out normal frames, from −1 to 2, in the bars of <see cref="CameraStatus"/>; 100,000 in all, made of their 101 quantiles. Null where the model has no calibration.</summary>
    public static long[]? Of(VadModel model)
    {
        if (model.Parts.OfType<CalibrateScoreTransformer>().LastOrDefault() is not { } calibration)
        {
            return null;
        }

        double unit = calibration.AlarmScore - calibration.Median;
        double[] quantiles = [.. calibration.Quantiles.Select(raw => unit > 0 ? 0.5 * (raw - calibration.Median) / unit : 0)];
        var bars = new long[CameraStatus.Bars];
        for (int i = 1; i < quantiles.Length; i++)
        {
            for (int j = 0; j < OfEachHundredth; j++)
            {
                double score = quantiles[i - 1] + ((quantiles[i] - quantiles[i - 1]) * (j + 0.5) / OfEachHundredth);
                bars[(int)Math.Clamp((score - Least) / (Most - Least) * bars.Length, 0, bars.Length - 1)]++;
            }
        }

        return bars;
    }
}
