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
        if (model.Parts.OfType<ITextSpace>().LastOrDefault() is { } space && Fused(model).Any(part => part.Where!.Boxes == space.Boxes))
        {
            SpokenAction spoken = RedefinableActions.Understand(model, space, about, said, embed);
            return said.Formula == RedefinitionFormula.Paper
                ? [RedefinableActions.ByPaper(model, space, spoken)]
                : [RedefinableActions.With(model, space, spoken), .. Parts(model, (0, 0))];   // no part is a grid
        }

        if (said.Formula == RedefinitionFormula.Paper)
        {
            throw new VadException("The paper's formula compares a text with what things do, which this model has not learned: give a model of SceneAdaptive, or leave the formula at Calibrated.");
        }

        return With(model, SpokenText.Of(about, said, Classes(model), embed));
    }

    /// <summary>The same with a text that was understood before, for a model that measures things.</summary>
    /// <exception cref="VadException">It means classes that this model's detector does not have, or the model measures nothing.</exception>
    public static IReadOnlyList<ComponentTransformer> With(VadModel model, SpokenText text)
    {
        if (text.AspectIndex == Aspect.Named && !text.Vocabulary.Names.SequenceEqual(Classes(model).Names))
        {
            throw new VadException($"'{text.Said.Text}' means a {text.Meaning}, and this model's detector has other classes; take it back and say it again.");
        }

        TextAnswersTransformer? old = model.Parts.OfType<TextAnswersTransformer>().LastOrDefault();
        TextAnswersTransformer answers = old?.With([.. old.Texts, text]) ?? Answers(model, text);
        PresenceModel scene = model.Parts.OfType<PresentObjectsTransformer>().Last().Model;
        return [answers, .. Parts(model, (scene.Shape.Width, scene.Shape.Height))];
    }

    /// <summary>The names of what the model's detector finds; none where it has no detector.</summary>
    public static Vocabulary Classes(VadModel model) => new(Vocabulary.Class, model.Parts.OfType<IObjectClasses>().LastOrDefault()?.Classes ?? []);

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
