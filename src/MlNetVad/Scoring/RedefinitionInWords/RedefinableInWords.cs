using MlNetVad.Persistence;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Scoring;

/// <summary>Finds in a model what it can tell of things, and the parts whose things stand at places, so that a text can redefine it.</summary>
internal static class RedefinableInWords
{
    /// <summary>The transformers that stand before the fusion, with one more text.</summary>
    /// <exception cref="VadException">The model knows nothing of pace, shape and stay.</exception>
    public static IReadOnlyList<ComponentTransformer> With(VadModel model, SpokenText text)
    {
        TextAnswersTransformer? old = model.Parts.OfType<TextAnswersTransformer>().LastOrDefault();
        return [old?.With([.. old.Texts, text]) ?? Answers(model, text), .. Parts(model)];
    }

    /// <summary>The names of the classes that the model's own detector tells; none where it finds what moves.</summary>
    public static IReadOnlyList<string> Classes(VadModel model) => model.Parts.OfType<IObjectClasses>().LastOrDefault()?.Classes ?? [];

    private static TextAnswersTransformer Answers(VadModel model, SpokenText text)
    {
        if (model.Parts.OfType<PresentObjectsTransformer>().LastOrDefault() is not { } present
            || RedefinableParts.Of(model).Select(part => part.Moving).OfType<MovingColumns>().FirstOrDefault() is not { } moving
            || Normal(model, moving.Shapes) is not { } shapes
            || Normal(model, RedefinableParts.Names(present)[1]) is not { } stays)
        {
            throw new VadException(
                "The model does not know how fast, how large, how placed and for how long things are there, so that words say nothing to it; "
                + "give a model of the NormalModes pipeline, as 'mlnetvad train' makes it by default.");
        }

        PartCalibration pace = model.Parts.OfType<ObjectFusionTransformer>().SelectMany(fused => fused.Parts).Last(part => part.ColumnName == moving.Pace);
        return new TextAnswersTransformer(
            new TextAnswersColumns(moving, RedefinableParts.Names(present)[1]), AspectScales.Of(pace, shapes, stays), [text], present.Model.FramesPerSecond);
    }

    private static IEnumerable<RedefineByAnswersTransformer> Parts(VadModel model)
    {
        PresenceModel scene = model.Parts.OfType<PresentObjectsTransformer>().Last().Model;
        return RedefinableParts.Fusion(model)!.Parts.Where(part => part.Where is not null).Select(part => new RedefineByAnswersTransformer(new AnsweredPart(
            part.Name, part.Column, part.Where!, scene.Shape.Width, scene.Shape.Height, part.Tail.Typical, part.Tail.ScoreOf(2 * RedefinableParts.Alarm(model)))));
    }

    private static NormalVectors? Normal(VadModel model, string features) =>
        model.Parts.OfType<NearestNeighborsTransformer>().LastOrDefault(part => part.Inputs[0].Name == features)?.Normal;
}
