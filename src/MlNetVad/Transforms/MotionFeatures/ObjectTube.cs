namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// An object's box through the frames of a clip: of constant size, moved by the mean flow of the foreground inside it, step by
/// step in both directions from the target frame, until too little foreground is left or the clip ends
/// (object-features recipe, step 5). The flow and its histograms are summed over all its frames.
/// </summary>
internal static class ObjectTube
{
    /// <summary>Follows one box.</summary>
    /// <param name="flows">Flow from each frame of the clip to the next: T − 1.</param>
    /// <param name="target">Index of the frame that the box belongs to.</param>
    /// <param name="x">Left edge, pixels.</param>
    /// <param name="y">Top edge, pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="minimumPixels">Fewest foreground pixels to go on.</param>
    /// <param name="histograms">Bands × bins, added to.</param>
    /// <returns>The sum over the tube; its mean is the object's velocity.</returns>
    public static FlowSum Follow(
        ReadOnlySpan<BinnedFlow> flows, int target, float x, float y, int width, int height, int minimumPixels, Span<float> histograms)
    {
        FlowSum total = default;
        (float forwardX, float forwardY) = (x, y);
        for (int frame = target; frame < flows.Length; frame++)
        {
            FlowSum sum = flows[frame].Accumulate(Place(forwardX, forwardY, width, height), histograms);
            total += sum;
            if (sum.Pixels < minimumPixels)
            {
                break;
            }

            forwardX += sum.U / sum.Pixels;
            forwardY += sum.V / sum.Pixels;
        }

        (float backX, float backY) = (x, y);
        for (int frame = target - 1; frame >= 0; frame--)
        {
            FlowSum sum = flows[frame].Sum(Place(backX, backY, width, height));
            if (sum.Pixels < minimumPixels)
            {
                break;
            }

            backX -= sum.U / sum.Pixels;
            backY -= sum.V / sum.Pixels;
            total += flows[frame].Accumulate(Place(backX, backY, width, height), histograms);
        }

        return total;
    }

    private static PixelBox Place(float x, float y, int width, int height) =>
        new((int)MathF.Round(x), (int)MathF.Round(y), width, height);
}
