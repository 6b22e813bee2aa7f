namespace MlNetVad.Scoring;

/// <summary>A text that a model has understood, with all that it takes to say it again without an encoder.</summary>
/// <param name="Text">What it means.</param>
/// <param name="Vector">The text as the sentence encoder read it, for a model of actions; null for a model that measures things.</param>
internal sealed record UnderstoodText(SpokenText Text, float[]? Vector)
{
    /// <summary>Refuses a text that means what a model does not tell.</summary>
    /// <exception cref="VadException">It does.</exception>
    public void Require(Vocabulary vocabulary)
    {
        bool isNamed = vocabulary.IsAll || Text.AspectIndex == Aspect.Named;
        if (vocabulary.Kind != Text.Vocabulary.Kind || (isNamed && !Text.Vocabulary.Names.SequenceEqual(vocabulary.Names)))
        {
            throw new VadException($"'{Text.Said.Text}' was understood as {Text.Meaning}, which is nothing that this model tells; take it back and say it again.");
        }
    }
}
