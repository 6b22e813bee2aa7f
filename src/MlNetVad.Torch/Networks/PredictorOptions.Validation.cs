namespace MlNetVad.Torch.Networks;

public sealed partial class PredictorOptions
{
    /// <summary>Checks every field and how they go together.</summary>
    /// <exception cref="VadException">One does not fit; the sentence names it and what was expected.</exception>
    public void Validate()
    {
        CheckFrames();
        CheckWidths();
        CheckFilters();
        CheckHead();
    }

    private void CheckFrames()
    {
        AtLeast(1, Channels, nameof(Channels));
        AtLeast(1, PatchSize, nameof(PatchSize));
        AtLeast(1, InputFrames, nameof(InputFrames));
        Multiple(Height, nameof(Height), PatchSize, nameof(PatchSize));
        Multiple(Width, nameof(Width), PatchSize, nameof(PatchSize));
        Check(!UseMotion || InputFrames >= 2, $"Motion needs at least 2 input frames; InputFrames is {InputFrames}: raise it or set UseMotion to false.");
        AtLeast(0, AppearanceTokenWidth, nameof(AppearanceTokenWidth));
        Check(!FrozenAppearance || !SubtractBackground, "SubtractBackground needs the trained appearance encoder; with AppearanceTokenWidth above 0 the tokens come from outside: set one of the two back.");
    }

    private void CheckWidths()
    {
        AtLeast(1, Heads, nameof(Heads));
        Multiple(Dimension, nameof(Dimension), Heads, nameof(Heads));
        Multiple(Dimension, nameof(Dimension), 4, "4, for its positions");
        AtLeast(1, AppearanceDepth, nameof(AppearanceDepth));
        AtLeast(1, AppearanceMlpRatio, nameof(AppearanceMlpRatio));
        AtLeast(1, DecoderDepth, nameof(DecoderDepth));
        AtLeast(1, DecoderMlpRatio, nameof(DecoderMlpRatio));
        AtLeast(1, FusionDepth, nameof(FusionDepth));
        AtLeast(0, TextDimension, nameof(TextDimension));
        Check(float.IsFinite(ReZeroStart), "ReZeroStart is not a finite number; 0 is the papers' value.");
        if (UseMotion)
        {
            AtLeast(1, MotionHeads, nameof(MotionHeads));
            Multiple(MotionDimension, nameof(MotionDimension), MotionHeads, nameof(MotionHeads));
            Multiple(MotionDimension, nameof(MotionDimension), 4, "4, for its positions");
            AtLeast(1, MotionDepth, nameof(MotionDepth));
            AtLeast(1, MotionMlpRatio, nameof(MotionMlpRatio));
        }
    }

    private void CheckFilters()
    {
        Named(Fusion, nameof(Fusion));
        Named(Filter, nameof(Filter));
        Named(Gate, nameof(Gate));
        Named(MemoryPlacement, nameof(MemoryPlacement));
        Check(double.IsFinite(Reduction) && Reduction >= 1, $"Reduction is {Reduction}; the width of a token by that of a bottleneck must be at least 1.");
        if (Filter == FilterKind.SparseFeatureFiltering)
        {
            AtLeast(1, RoutedFilters, nameof(RoutedFilters));
            AtLeast(0, SharedFilters, nameof(SharedFilters));
            AtLeast(1, ActiveFilters, nameof(ActiveFilters));
            Check(ActiveFilters <= RoutedFilters, $"ActiveFilters is {ActiveFilters} of only {RoutedFilters} RoutedFilters; a token can pass each filter at most once: lower it.");
        }

        if (Filter == FilterKind.Memory)
        {
            AtLeast(1, MemorySlots, nameof(MemorySlots));
            Check(MemoryShrink is >= 0 and < 1, $"MemoryShrink is {MemoryShrink}; expected 0 up to, not including, 1 even share of a slot.");
        }
    }

    private void CheckHead()
    {
        Named(BaseImage, nameof(BaseImage));
        AtLeast(1, HeadChannels, nameof(HeadChannels));
        Check(!Skip || (SkipFrames >= 1 && SkipFrames <= InputFrames), $"SkipFrames is {SkipFrames}; the skip carries 1 to {InputFrames} (InputFrames) of the last frames.");
        Check(BaseImage != BaseImage.LinearExtrapolation || InputFrames >= 2, "BaseImage LinearExtrapolation needs at least 2 input frames; raise InputFrames.");
    }

    private static void AtLeast(int least, int value, string name) => Check(value >= least, $"{name} is {value}; expected at least {least}.");

    private static void Multiple(int value, string name, int unit, string unitName)
    {
        string what = unitName == unit.ToString(System.Globalization.CultureInfo.InvariantCulture) || unitName.StartsWith('4') ? unitName : $"{unitName} ({unit})";
        Check(value > 0 && value % unit == 0, $"{name} is {value}; expected a positive multiple of {what}.");
    }

    private static void Named<T>(T value, string name)
        where T : struct, Enum => Check(Enum.IsDefined(value), $"{name} is {value}; expected one of {string.Join(", ", Enum.GetNames<T>())}.");

    private static void Check(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new VadException(sentence);
        }
    }
}
