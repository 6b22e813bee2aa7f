using MlNetVad.Persistence;
using MlNetVad.Trainers;
using MlNetVad.Transforms;

namespace MlNetVad.Scoring;

/// <summary>Finds in a model what each part of its fused score is made of, so that a person can redefine it.</summary>
internal static class RedefinableParts
{
    /// <summary>The parts that can be redefined, in the order of the fusion.</summary>
    /// <exception cref="VadException">The model has none: it does not fuse parts by rarity, or does not know of what they are made.</exception>
    public static IReadOnlyList<RedefinedPart> Of(VadModel model)
    {
        IReadOnlyList<RedefinedPart> parts = Any(model);
        return parts.Count > 0
            ? parts
            : throw new VadException("The model has no parts with features of their own that could be redefined; give a model of the NormalModes pipeline, as 'mlnetvad train' makes it by default, or of SceneAdaptive.");
    }

    /// <summary>The same parts; none where the model has none.</summary>
    public static IReadOnlyList<RedefinedPart> Any(VadModel model) => [.. (Fusion(model)?.Parts ?? []).Select(part => Of(model, part)).OfType<RedefinedPart>()];

    /// <summary>The fusion of a model; null where it has none.</summary>
    public static TailFusionTransformer? Fusion(VadModel model) => model.Parts.OfType<TailFusionTransformer>().LastOrDefault();

    private static RedefinedPart? Of(VadModel model, TailPart part)
    {
        ComponentTransformer? source = model.Parts.LastOrDefault(p => p is not (RedefineAnomaliesTransformer or RedefineByAnswersTransformer or SlowChangeTransformer) && Names(p).Contains(part.Column));
        (float unusual, float alarming, float raised) = (part.Tail.Threshold, part.Tail.ScoreOf(Alarm(model)), part.Tail.ScoreOf(2 * Alarm(model)));
        return source switch
        {
            NearestNeighborsTransformer or MemoryBankTransformer => new RedefinedPart(
                part.Name, part.Column, Names(source)[1], source.Inputs[0].Name, null, new VectorLikeness(Width(source), source is MemoryBankTransformer), unusual, alarming, raised),
            CosineKMeansTransformer => new RedefinedPart(part.Name, part.Column, Names(source)[1], source.Inputs[0].Name, null, new CosineLikeness(Width(source)), unusual, alarming, raised),
            PresentObjectsTransformer => new RedefinedPart(part.Name, part.Column, null, Names(source)[0], null, new AmountLikeness(part.Tail.Typical), unusual, alarming, raised),
            ObjectFusionTransformer fused => Motion(model, part, fused, unusual, alarming, raised),
            _ => null,
        };
    }

    private static RedefinedPart? Motion(VadModel model, TailPart part, ObjectFusionTransformer fused, float unusual, float alarming, float raised)
    {
        if (Flow(model, fused) is not { } flow
            || model.Parts.OfType<PlaceScaleTransformer>().LastOrDefault(p => fused.Parts.Any(f => f.ColumnName == Names(p)[0])) is not { } pace
            || model.Parts.OfType<PresentObjectsTransformer>().LastOrDefault() is not { } present
            || Fusion(model)!.Parts.FirstOrDefault(p => p.Where?.Boxes == Names(present)[2]) is not { } posture)
        {
            return null;
        }

        int? person = ThingClasses.PersonOf(model.Parts.OfType<IObjectClasses>().LastOrDefault()?.Classes ?? []);
        PartCalibration Of(string column) => fused.Parts.First(p => p.ColumnName == column);
        return new RedefinedPart(
            part.Name, part.Column, Names(fused)[1], flow.Inputs[0].Name,
            new MovingColumns(Names(pace)[0], pace.Inputs[1].Name, Names(present)[0], Names(present)[2]),
            new MotionLikeness(Width(flow), Of(Names(flow)[1]), Of(Names(pace)[0]), fused.Cap, posture.Tail.Threshold, person), unusual, alarming, raised);
    }

    private static CosineKMeansTransformer? Flow(VadModel model, ObjectFusionTransformer fused) =>
        model.Parts.OfType<CosineKMeansTransformer>().LastOrDefault(modes => fused.Parts.Any(p => p.ColumnName == Names(modes)[1]));

    /// <summary>The rarity of the threshold: what the mean of it over time is compared with.</summary>
    public static double Alarm(VadModel model) => model.Parts.OfType<CalibrateScoreTransformer>().LastOrDefault() is { } calibration
        ? calibration.Median + (2 * calibration.Threshold * (calibration.AlarmScore - calibration.Median))
        : 3;

    /// <summary>The names of the columns that a part of a model adds.</summary>
    public static string[] Names(ComponentTransformer part) => [.. part.OutputsFor(part.InputTypes).Select(o => o.Name)];

    private static int Width(ComponentTransformer part) => FeatureColumn.Width(part.InputTypes[0])!.Value;
}
