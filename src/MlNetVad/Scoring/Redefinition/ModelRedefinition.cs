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
        [.. model.Parts.OfType<IRedefining>()
            .SelectMany(part => part.Redefinitions)
            .GroupBy(said => said.Number)
            .OrderBy(same => same.Key)
            .Select(same => same.First() with
            {
                Parts = [.. same.First() is { Text: null } or { Parts.Count: > 0 } ? same.SelectMany(said => said.Parts) : model.Parts.OfType<RedefineByAnswersTransformer>().Select(part => part.Part)],
            })];

    /// <summary>The model's transformer with one more example.</summary>
    public static ITransformer With(MLContext ml, VadModel model, VideoSource video, VideoSegment segment, RedefinedAs meaning, string user, CancellationToken cancellation)
    {
        RedefineAnomaliesTransformer[] old = [.. model.Parts.OfType<RedefineAnomaliesTransformer>()];
        IReadOnlyList<RedefinedPart> parts = [.. RedefinableParts.Of(model).Select(part => old.FirstOrDefault(o => o.Part == part.Name)?.Redefined ?? part)];   // an earlier version's compare by less
        int number = NextNumber(model);

        // what is anomalous is looked for in what the model was before, where nothing was lowered
        ITransformer scorer = meaning == RedefinedAs.Normal ? model.Transformer : AsTrained(model.Transformer);
        var pass = new SegmentPass(ml, model, video, segment, cancellation);
        pass.Read(scorer, parts, meaning);
        var about = new Redefinition(number, meaning, pass.Video, pass.FirstFrame, pass.LastFrame, user, Now());
        Dictionary<string, RedefinitionExample> examples = pass.Examples(about);
        IEnumerable<ComponentTransformer> more = parts.Select(part =>
        {
            RedefinitionExample[] all = [.. old.FirstOrDefault(o => o.Part == part.Name)?.Examples ?? [], .. examples.TryGetValue(part.Name, out RedefinitionExample? example) ? [example] : Array.Empty<RedefinitionExample>()];
            return all.Length == 0 ? null : RedefineAnomaliesEstimator.Of(part, all, pass.Schema);
        }).OfType<ComponentTransformer>();
        return Insert(AsTrained(model.Transformer), [.. more, .. model.Parts.Where(part => part is ITextAnswers or RedefineByAnswersTransformer or PaperFormulaTransformer)]);
    }

    /// <summary>The model's transformer with one more text.</summary>
    public static ITransformer With(VadModel model, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed, string user) =>
        Insert(AsTrained(model.Transformer), Together(model, InWords(model, said, embed, user)));

    /// <summary>The model's transformer with a text that was understood before.</summary>
    public static ITransformer With(VadModel model, UnderstoodText understood) => Insert(
        AsTrained(model.Transformer),
        Together(model, RedefinableInWords.With(model, understood with { Text = understood.Text with { About = understood.Text.About with { Number = NextNumber(model) } } })));

    /// <summary>The transformers that redefine a model in the words said before, and in one text more.</summary>
    public static IReadOnlyList<ComponentTransformer> InWords(VadModel model, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed, string user) =>
        RedefinableInWords.With(model, new Redefinition(NextNumber(model), said.As, "", -1, -1, user, Now()), said, embed);

    /// <summary>The model's transformer with only those redefinitions that are kept; where none is, as it was trained.</summary>
    public static ITransformer Keeping(VadModel model, Func<Redefinition, bool> kept)
    {
        ComponentTransformer[] left = [.. model.Parts.Select(part => part is IRedefining said ? said.Where(kept) : part as RedefineByAnswersTransformer).OfType<ComponentTransformer>()];
        return Insert(AsTrained(model.Transformer), left.OfType<ITextAnswers>().Any() ? left : [.. left.Where(part => part is not RedefineByAnswersTransformer)]);
    }

    // what was said before, but for the steps that the new ones have in them
    private static ComponentTransformer[] Together(VadModel model, IReadOnlyList<ComponentTransformer> more) =>
        [.. model.Parts.Where(part => part is (IRedefining or RedefineByAnswersTransformer) && !more.Any(step => step.GetType() == part.GetType())), .. more];

    private static int NextNumber(VadModel model)
    {
        IReadOnlyList<Redefinition> said = Of(model);
        return said.Count < RedefinitionExample.MostExamples
            ? said.Select(s => s.Number).Append(0).Max() + 1
            : throw new VadException($"The model has {Counted.Of(said.Count, "redefinition")}, which is as many as it takes; undo one that is no longer needed.");
    }

    private static DateTimeOffset Now() => new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static ITransformer AsTrained(ITransformer transformer) => transformer switch
    {
        IEnumerable<ITransformer> chain => new TransformerChain<ITransformer>([.. chain.Where(part => part is not (IRedefining or RedefineByAnswersTransformer)).Select(AsTrained)]),
        _ => transformer,
    };

    // before anything is made of the parts' scores
    private static ITransformer Insert(ITransformer transformer, ComponentTransformer[] redefining)
    {
        ITransformer? place = VadModel.Leaves(transformer).FirstOrDefault(part => part is SlowChangeTransformer or TailFusionTransformer);
        ITransformer Into(ITransformer part) => part is IEnumerable<ITransformer> chain
            ? new TransformerChain<ITransformer>([.. chain.SelectMany(step => step == place ? [.. redefining, step] : new[] { Into(step) })])
            : part;
        return Into(transformer);
    }
}
