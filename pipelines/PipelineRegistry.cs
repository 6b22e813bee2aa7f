using Microsoft.ML;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>The pipelines that a config can name: one line each.</summary>
public static class PipelineRegistry
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PipelineEntry> All { get; } =
    [
        new PipelineEntry<NormalModesOptions>(nameof(NormalModes), _ => new NormalModesOptions(), NormalModes.ClipOptions, NormalModes.Create),
        new PipelineEntry<SceneAdaptiveOptions>(nameof(SceneAdaptive), _ => new SceneAdaptiveOptions(), SceneAdaptive.ClipOptions, SceneAdaptive.Create),
        new PipelineEntry<SparseFilteringOptions>(nameof(SfnVad), NewSparseFiltering, (options, _) => SfnVad.ClipOptions(options), SfnVad.Create),
        new PipelineEntry<SparseFilteringOptions>(nameof(SibVad), NewSparseFiltering, (options, _) => SibVad.ClipOptions(options), SibVad.Create),
    ];

    /// <summary>The pipeline of a name, or null.</summary>
    /// <param name="name">Its class's name.</param>
    public static PipelineEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    private static SparseFilteringOptions NewSparseFiltering(Func<string, bool> isSet) =>
        isSet(nameof(SparseFilteringOptions.ObjectCentric)) ? SparseFilteringOptions.ForObjects() : new SparseFilteringOptions();
}

/// <summary>A pipeline that a config can name.</summary>
/// <param name="name">Its class's name.</param>
public abstract class PipelineEntry(string name)
{
    /// <summary>Its class's name.</summary>
    public string Name { get; } = name;

    /// <summary>Fresh options, defaults everywhere.</summary>
    /// <param name="isSet">Whether a Boolean option is going to be set: other defaults may hang on it.</param>
    public abstract IPipelineOptions NewOptions(Func<string, bool> isSet);

    /// <summary>The video options that the pipeline's clips must be loaded with.</summary>
    /// <param name="options">What <see cref="NewOptions"/> gave.</param>
    /// <param name="training">The training videos, for pipelines that fit their clips to them.</param>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public abstract VideoOptions ClipOptions(IPipelineOptions options, VideoSource training);

    /// <summary>The whole pipeline.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="options">What <see cref="NewOptions"/> gave.</param>
    public abstract IEstimator<ITransformer> Create(MLContext ml, IPipelineOptions options);
}

/// <summary>A pipeline with options of its own type.</summary>
internal sealed class PipelineEntry<TOptions>(
    string name, Func<Func<string, bool>, TOptions> newOptions, Func<TOptions, VideoSource, VideoOptions> clipOptions, Func<MLContext, TOptions, IEstimator<ITransformer>> create)
    : PipelineEntry(name)
    where TOptions : IPipelineOptions
{
    public override IPipelineOptions NewOptions(Func<string, bool> isSet) => newOptions(isSet);

    public override VideoOptions ClipOptions(IPipelineOptions options, VideoSource training) => clipOptions((TOptions)options, training);

    public override IEstimator<ITransformer> Create(MLContext ml, IPipelineOptions options) => create(ml, (TOptions)options);
}
