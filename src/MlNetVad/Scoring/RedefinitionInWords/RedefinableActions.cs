using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Scoring;

/// <summary>Finds in a model of actions what a text is compared with.</summary>
internal static class RedefinableActions
{
    /// <summary>The transformer that tells what things do, with one more text.</summary>
    /// <exception cref="VadException">The text is like none of the actions, where only those mean something, or another encoder has read it.</exception>
    public static ActionAnswersTransformer With(
        VadModel model, ITextSpace space, Redefinition about, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        // where prompts were learned, these are what things respond to
        ActionTexts actions = model.Parts.OfType<ActionResponseTransformer>().LastOrDefault(part => part.Inputs[0].Name == space.Features)?.Texts ?? ActionTexts.Of(space.Actions, space.Texts);
        float[] direction = space.Bring(embed([said.Text])[0]);
        var text = SpokenText.Of(about, said, new Vocabulary(Vocabulary.Action, actions.Names), embed, anyText: !space.KnowsOnlyItsActions);
        var spoken = new SpokenAction(text, direction);
        if (model.Parts.OfType<ActionAnswersTransformer>().LastOrDefault() is { } old)
        {
            return old.With(spoken);
        }

        string things = RedefinableParts.Fusion(model)!.Parts.Select(part => part.Where?.Boxes).OfType<string>().LastOrDefault(boxes => boxes != space.Boxes) ?? space.Boxes;
        double second = model.Parts.OfType<SmoothScoreTransformer>().LastOrDefault()?.RowsRemembered + 1 ?? new Video.VideoOptions().AssumedFramesPerSecond;   // scores are smoothed over one
        return new ActionAnswersTransformer(new ActionAnswersColumns(space.Features, space.Boxes, things), actions, [spoken], second);
    }
}
