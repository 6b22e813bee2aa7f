using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Scoring;

/// <summary>Things that move as they do not.</summary>
internal static class MadeMotion
{
    private const float Times = 2.5f;
    private const float Moving = 0.5f;   // share of a thing that moves: one that stands goes no way

    /// <summary>Speeds, one a thing.</summary>
    public static bool Faster(Span<float> speeds)
    {
        if (speeds.Length == 0)
        {
            return false;
        }

        ref float speed = ref speeds[speeds.Length / 2];
        bool moves = speed > 0;
        speed *= Times;
        return moves;
    }

    /// <summary>Descriptors, one a thing: the middle one, as with speeds.</summary>
    public static bool FasterFlow(Span<float> descriptors, MotionOptions motion)
    {
        int width = motion.DescriptorLength;
        if (descriptors.Length > 0)
        {
            new FlowHistogram(motion).SpeedUp(descriptors.Slice(descriptors.Length / width / 2 * width, width), Times);
        }

        return descriptors.Length > 0;
    }

    /// <summary>Descriptors: the middle one of those that move is turned.</summary>
    public static bool AnotherWay(Span<float> descriptors, MotionOptions motion)
    {
        int width = motion.DescriptorLength;
        List<int> moving = [];
        for (int start = 0; start < descriptors.Length; start += width)
        {
            if (FlowHistogram.MovingShare(descriptors.Slice(start, width), motion) >= Moving)
            {
                moving.Add(start);
            }
        }

        if (moving.Count > 0)
        {
            FlowHistogram.TurnQuarter(descriptors.Slice(moving[moving.Count / 2], width), motion);
        }

        return moving.Count > 0;
    }
}
