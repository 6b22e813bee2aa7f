using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Scoring;

/// <summary>Puts redefinitions into a model, and takes them out again.</summary>
internal static class ModelRedefinition
{
    /// <summary>What was said of the model's scores, in the order in which it was said.</summary>
    public static IReadOnlyList<Redefinition> Of(VadModel model) =>
        [.. model.Parts.OfType<RedefineAnomaliesTransformer>()
            .SelectMany(part => part.Redefinitions)
            .GroupBy(said => said.Number)
            .OrderBy(same => same.Key)
            .Select(same => same.First() with { Parts = [.. same.SelectMany(said => said.Parts)] })];

    /// <summary>The model's transformer with one more redefinition.</summary>
    public static ITransformer With(MLContext ml, VadModel model, VideoSource video, VideoSegment segment, RedefinedAs meaning, string user, CancellationToken cancellation)
    {
        IReadOnlyList<RedefinedPart> parts = RedefinableParts.Of(model);
        IReadOnlyList<Redefinition> said = Of(model);
        if (said.Count >= RedefinitionExample.MostExamples)
        {
            throw new VadException($"The model has {Counted.Of(said.Count, "redefinition")}, which is as many as it takes; undo one that is no longer needed.");
        }

        // what is anomalous is looked for in what the model was before, where nothing was lowered
        ITransformer scorer = meaning == RedefinedAs.Normal ? model.Transformer : Without(model.Transformer, _ => false);
        var pass = new SegmentPass(ml, model, video, segment, cancellation);
        pass.Read(scorer, parts, meaning);
        var about = new Redefinition(
            said.Select(s => s.Number).Append(0).Max() + 1, meaning, pass.Video, pass.FirstFrame, pass.LastFrame, user, new DateTimeOffset(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero));
        Dictionary<string, RedefinitionExample> examples = pass.Examples(about);
        RedefineAnomaliesTransformer[] old = [.. model.Parts.OfType<RedefineAnomaliesTransformer>()];
        return Insert(
            Without(model.Transformer, _ => false),
            [.. parts.Select(part =>
            {
                RedefinitionExample[] all = [.. old.FirstOrDefault(o => o.Part == part.Name)?.Examples ?? [], .. examples.TryGetValue(part.Name, out RedefinitionExample? more) ? [more] : Array.Empty<RedefinitionExample>()];
                return all.Length == 0 ? null : RedefineAnomaliesEstimator.Of(part, all, pass.Schema);
            }).OfType<ITransformer>()]);
    }

    /// <summary>A transformer with only those redefinitions that are kept; where none is, as it was trained.</summary>
    public static ITransformer Without(ITransformer transformer, Func<Redefinition, bool> kept) => transformer switch
    {
        IEnumerable<ITransformer> chain => new TransformerChain<ITransformer>([.. chain.SelectMany(part => part switch
        {
            RedefineAnomaliesTransformer redefined => redefined.Where(kept) is { } left ? new ITransformer[] { left } : [],
            _ => [Without(part, kept)],
        })]),
        _ => transformer,
    };

    private static ITransformer Insert(ITransformer transformer, ITransformer[] redefined) => transformer switch
    {
        IEnumerable<ITransformer> chain => new TransformerChain<ITransformer>([.. chain.SelectMany(part => part is TailFusionTransformer ? [.. redefined, part] : new[] { Insert(part, redefined) })]),
        _ => transformer,
    };
}
