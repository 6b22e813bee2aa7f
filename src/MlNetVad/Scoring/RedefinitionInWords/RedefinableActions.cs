using MlNetVad.Persistence;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Scoring;

/// <summary>Finds in a model of actions what a text is compared with.</summary>
internal static class RedefinableActions
{
    /// <summary>Understands a text.</summary>
    /// <exception cref="VadException">The text is like none of the actions, where only those mean something, or another encoder has read it.</exception>
    public static UnderstoodText Understand(
        VadModel model, ITextSpace space, Redefinition about, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        float[] vector = embed([said.Text])[0];
        _ = space.Bring(vector);   // of another encoder's, similarities would say nothing
        bool anyText = !space.KnowsOnlyItsActions || said.Formula == RedefinitionFormula.Paper;   // whose threshold is another one
        return new UnderstoodText(SpokenText.Of(about, said, Words(model, space), embed, anyText), vector);
    }

    /// <summary>The actions that a text can mean.</summary>
    public static Vocabulary Words(VadModel model, ITextSpace space) => new(Vocabulary.Action, Actions(model, space).Names);

    /// <summary>The step that redefines what the part of actions says, with one more text.</summary>
    public static PaperFormulaTransformer ByPaper(VadModel model, ITextSpace space, UnderstoodText understood)
    {
        SpokenAction spoken = Of(space, understood);
        TailPart part = RedefinableParts.Fusion(model)!.Parts.First(part => part.Where?.Boxes == space.Boxes);
        return model.Parts.OfType<PaperFormulaTransformer>().LastOrDefault()?.With(spoken) ?? new PaperFormulaTransformer(part.Name, part.Column, space.Features, spoken.Direction.Length, [spoken]);
    }

    /// <summary>The transformer that tells what things do, with one more text.</summary>
    public static ActionAnswersTransformer With(VadModel model, ITextSpace space, UnderstoodText understood)
    {
        SpokenAction spoken = Of(space, understood);
        if (model.Parts.OfType<ActionAnswersTransformer>().LastOrDefault() is { } old)
        {
            return old.With(spoken);
        }

        string things = RedefinableParts.Fusion(model)!.Parts.Select(part => part.Where?.Boxes).OfType<string>().LastOrDefault(boxes => boxes != space.Boxes) ?? space.Boxes;
        double second = model.Parts.OfType<SmoothScoreTransformer>().LastOrDefault()?.RowsRemembered + 1 ?? new Video.VideoOptions().AssumedFramesPerSecond;   // scores are smoothed over one
        return new ActionAnswersTransformer(new ActionAnswersColumns(space.Features, space.Boxes, things), Actions(model, space), Modes(model, space), [spoken], second);
    }

    private static SpokenAction Of(ITextSpace space, UnderstoodText understood) => new(understood.Text, space.Bring(understood.Vector!));

    // where prompts were learned, these are what things respond to
    private static ActionTexts Actions(VadModel model, ITextSpace space) => Prompted(model, space)?.Texts ?? ActionTexts.Of(space.Actions, space.Texts);

    // [M, N], what normal things respond to these actions
    private static float[] Modes(VadModel model, ITextSpace space)
    {
        string responses = RedefinableParts.Names((ComponentTransformer?)Prompted(model, space) ?? (ComponentTransformer)space)[^1];
        return model.Parts.OfType<CosineKMeansTransformer>().LastOrDefault(part => part.Inputs[0].Name == responses)?.Model.Centroids.ToArray() ?? [];
    }

    private static ActionResponseTransformer? Prompted(VadModel model, ITextSpace space) =>
        model.Parts.OfType<ActionResponseTransformer>().LastOrDefault(part => part.Inputs[0].Name == space.Features);
}
