using MlNetVad.Persistence;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Scoring;

/// <summary>Finds in a model what it can tell of things, and the parts whose things stand at places, so that a text can redefine it.</summary>
internal static class RedefinableInWords
{
    /// <summary>The transformers that stand before the fusion, with one more text.</summary>
    /// <exception cref="VadException">The text is like nothing that the model can tell, or the model knows neither actions nor pace, shape and stay.</exception>
    public static IReadOnlyList<ComponentTransformer> With(VadModel model, Redefinition about, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        if (said.Formula == RedefinitionFormula.Calibrated)
        {
            return With(model, Understand(model, about, said, embed));
        }

        return Space(model) is { } space
            ? [RedefinableActions.ByPaper(model, space, RedefinableActions.Understand(model, space, about, said, embed))]
            : throw new VadException("The paper's formula compares a text with what things do, which this model has not learned: give a model of SceneAdaptive, or leave the formula at Calibrated.");
    }

    /// <summary>Understands a text, once.</summary>
    /// <exception cref="VadException">The text is like nothing that the model can tell.</exception>
    public static UnderstoodText Understand(VadModel model, Redefinition about, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed) =>
        Space(model) is { } space
            ? RedefinableActions.Understand(model, space, about, said, embed)
            : new UnderstoodText(SpokenText.Of(about, said, Classes(model), embed), null);

    /// <summary>The same with a text that was understood before.</summary>
    /// <exception cref="VadException">It was understood as something that this model does not know, or the model knows neither actions nor pace, shape and stay.</exception>
    public static IReadOnlyList<ComponentTransformer> With(VadModel model, UnderstoodText understood)
    {
        if (Space(model) is { } space)
        {
            understood.Require(RedefinableActions.Words(model, space));
            return [RedefinableActions.With(model, space, understood), .. Parts(model, (0, 0))];   // no part is a grid
        }

        SpokenText text = understood.Text;
        understood.Require(Classes(model));
        TextAnswersTransformer? old = model.Parts.OfType<TextAnswersTransformer>().LastOrDefault();
        TextAnswersTransformer answers = old?.With([.. old.Texts, text]) ?? Answers(model, text);
        PresenceModel scene = model.Parts.OfType<PresentObjectsTransformer>().Last().Model;
        return [answers, .. Parts(model, (scene.Shape.Width, scene.Shape.Height))];
    }

    /// <summary>The space in which a model compares texts with what things do; null for a model that measures things.</summary>
    public static ITextSpace? Space(VadModel model) =>
        model.Parts.OfType<ITextSpace>().LastOrDefault() is { } space && Fused(model).Any(part => part.Where!.Boxes == space.Boxes) ? space : null;

    /// <summary>The names that a model knows: actions, or the classes of its detector, which may be none.</summary>
    public static Vocabulary Names(VadModel model) => Space(model) is { } space ? RedefinableActions.Words(model, space) : Classes(model);

    private static Vocabulary Classes(VadModel model) => new(Vocabulary.Class, model.Parts.OfType<IObjectClasses>().LastOrDefault()?.Classes ?? []);

    private static TextAnswersTransformer Answers(VadModel model, SpokenText text)
    {
        if (model.Parts.OfType<PresentObjectsTransformer>().LastOrDefault() is not { } present
            || RedefinableParts.Of(model).Select(part => part.Moving).OfType<MovingColumns>().FirstOrDefault() is not { } moving
            || Normal(model, moving.Shapes) is not { } shapes
            || Normal(model, RedefinableParts.Names(present)[1]) is not { } stays)
        {
            throw new VadException(
                "The model does not know how fast, how large, how placed and for how long things are there, so that words say nothing to it; "
                + "give a model of the NormalModes pipeline, as 'mlnetvad train' makes it by default, or of SceneAdaptive.");
        }

        PartCalibration pace = model.Parts.OfType<ObjectFusionTransformer>().SelectMany(fused => fused.Parts).Last(part => part.ColumnName == moving.Pace);
        return new TextAnswersTransformer(
            new TextAnswersColumns(moving, RedefinableParts.Names(present)[1]), AspectScales.Of(pace, shapes, stays), [text], present.Model.FramesPerSecond);
    }

    private static IEnumerable<TailPart> Fused(VadModel model) => (RedefinableParts.Fusion(model)?.Parts ?? []).Where(part => part.Where is not null);

    private static IEnumerable<RedefineByAnswersTransformer> Parts(VadModel model, (int Width, int Height) picture) =>
        Fused(model).Select(part => new RedefineByAnswersTransformer(new AnsweredPart(
            part.Name, part.Column, part.Where!, picture.Width, picture.Height, part.Tail.Typical, part.Tail.ScoreOf(2 * RedefinableParts.Alarm(model)))));

    private static NormalVectors? Normal(VadModel model, string features) =>
        model.Parts.OfType<NearestNeighborsTransformer>().LastOrDefault(part => part.Inputs[0].Name == features)?.Normal;
}
