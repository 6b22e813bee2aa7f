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
        TailFusionTransformer? fusion = Fusion(model);
        RedefinedPart[] parts = [.. (fusion?.Parts ?? []).Select(part => Of(model, part)).OfType<RedefinedPart>()];
        return parts.Length > 0
            ? parts
            : throw new VadException("The model has no parts with features of their own that could be redefined; give a model of the NormalModes pipeline, as 'mlnetvad train' makes it by default.");
    }

    /// <summary>The fusion of a model; null where it has none.</summary>
    public static TailFusionTransformer? Fusion(VadModel model) => model.Parts.OfType<TailFusionTransformer>().LastOrDefault();

    private static RedefinedPart? Of(VadModel model, TailPart part)
    {
        ComponentTransformer? source = model.Parts.LastOrDefault(p => p is not RedefineAnomaliesTransformer && Names(p).Contains(part.Column));
        (float unusual, float raised) = (part.Tail.Threshold, part.Tail.ScoreOf(2 * Alarm(model)));
        return source switch
        {
            NearestNeighborsTransformer or MemoryBankTransformer => new RedefinedPart(
                part.Name, part.Column, Names(source)[1], source.Inputs[0].Name, null, new VectorLikeness(Width(source), source is MemoryBankTransformer), unusual, raised),
            ObjectFusionTransformer fused when Flow(model, fused) is { } flow && fused.Parts.Count == 2 && fused.Parts.FirstOrDefault(p => p.ColumnName != Names(flow)[1]) is { } pace => new RedefinedPart(
                part.Name, part.Column, Names(fused)[1], flow.Inputs[0].Name, pace.ColumnName, new MotionLikeness(Width(flow), fused.Parts.First(p => p != pace), pace, fused.Cap), unusual, raised),
            PresentObjectsTransformer => new RedefinedPart(part.Name, part.Column, null, Names(source)[0], null, new AmountLikeness(part.Tail.Typical), unusual, raised),
            _ => null,
        };
    }

    private static CosineKMeansTransformer? Flow(VadModel model, ObjectFusionTransformer fused) =>
        model.Parts.OfType<CosineKMeansTransformer>().LastOrDefault(modes => fused.Parts.Any(p => p.ColumnName == Names(modes)[1]));

    // the rarity of the threshold: what the mean of it over time is compared with
    private static double Alarm(VadModel model) => model.Parts.OfType<CalibrateScoreTransformer>().LastOrDefault() is { } calibration
        ? calibration.Median + (2 * calibration.Threshold * (calibration.AlarmScore - calibration.Median))
        : 3;

    private static string[] Names(ComponentTransformer part) => [.. part.OutputsFor(part.InputTypes).Select(o => o.Name)];

    private static int Width(ComponentTransformer part) => FeatureColumn.Width(part.InputTypes[0])!.Value;
}
