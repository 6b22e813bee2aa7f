using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>A frame's error map as <c>DrawAnomalies</c> would colour it: half warm at the threshold, so that the colours of two frames compare as their scores do.</summary>
/// <param name="Map">The map.</param>
/// <param name="Score">The frame's score.</param>
/// <param name="Threshold">Where a frame alarms; where there is none above 0, the frame's largest cell is warmest.</param>
internal sealed record ErrorHeat(ErrorMap Map, float Score, double Threshold)
{
    /// <summary>The heat of every pixel of a picture, 0 … 1.</summary>
    public float[] Of(FrameFormat picture)
    {
        double scale = (Threshold > 0 ? Score / (2 * Threshold) : 1) / byte.MaxValue;
        float[] heat = new float[picture.Width * picture.Height];
        for (int i = 0; i < heat.Length; i++)
        {
            int row = i / picture.Width * Map.Rows / picture.Height, column = i % picture.Width * Map.Columns / picture.Width;
            heat[i] = (float)Math.Clamp(scale * Map.Shares[(row * Map.Columns) + column], 0, 1);
        }

        return heat;
    }
}
