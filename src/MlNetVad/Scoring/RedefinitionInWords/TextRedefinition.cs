using MlNetVad.Transforms;

namespace MlNetVad.Scoring;

/// <summary>What a person says in words of a trained model's scores: that things of which a text is true are normal, or anomalous (scene-adaptive SVAD, section 3.5).</summary>
/// <param name="Text">One thing about things, in English, such as "a person runs", "a huge object" or, of a model with a detector, "a person rides a bicycle".</param>
/// <param name="As">Normal or anomalous.</param>
public sealed record TextRedefinition(string Text, RedefinedAs As)
{
    /// <summary>
    /// The similarity that the text must have to words that the model knows, above 0, at most 1: the cosine of their meanings less the mean cosine with all those words.
    /// "a person runs" has .56 to "runs", "fighting" at most .17 to anything. Of the paper's formula, the cosine that a thing must exceed with the text.
    /// </summary>
    public double Threshold { get; init; } = 0.3;

    /// <summary>How much of the way to a typical normal score (normal), or to twice the rarity of the threshold (anomalous), a thing's score goes; above 0, at most 1. Of the paper's formula γ or θ.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>How the text moves scores.</summary>
    public RedefinitionFormula Formula { get; init; } = RedefinitionFormula.Calibrated;

    /// <summary>How long the text must have been true of a thing before it counts, at least 0.</summary>
    public TimeSpan MinimumDuration { get; init; }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            throw new VadException("The text is empty; say what is normal or anomalous, such as 'a person runs'.");
        }

        if (!(Threshold is > 0 and <= 1))
        {
            throw new VadException(FormattableString.Invariant($"The threshold of a text is {Threshold}; expected a similarity above 0, at most 1."));
        }

        if (!(Strength is > 0 and <= 1))
        {
            throw new VadException(FormattableString.Invariant($"The strength of a text is {Strength}; expected a share above 0, at most 1."));
        }

        OptionCheck.OneOf(nameof(Formula), Formula);
        if (Formula == RedefinitionFormula.Paper && MinimumDuration > TimeSpan.Zero)
        {
            throw new VadException("The paper's formula knows no least duration: leave MinimumDuration at 0, or Formula at Calibrated.");
        }

        if (MinimumDuration < TimeSpan.Zero)
        {
            throw new VadException(FormattableString.Invariant($"The least duration of a text is {MinimumDuration.TotalSeconds} s; expected 0 or more."));
        }
    }
}
