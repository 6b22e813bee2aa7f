using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx.ClipCaption;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>
/// Puts each clip into words, as the SFN-VAD and SIB-VAD papers do with a frozen vision-language model: by a network, a chat
/// endpoint or client, a file of captions, or the embedded <see cref="SceneCaptioner"/>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>; the first <see cref="Options.Frames"/> frames are described</description></item>
/// <item><term>input (<c>Video</c>)</term><description><c>Text</c></description></item>
/// <item><term>input (<c>Frame</c>)</term><description><c>Int64</c>, the 0-based index of the clip's last frame</description></item>
/// <item><term>output</term><description><c>Text</c>; empty as long as a captioner that may fail has not answered once in a video</description></item>
/// </list>
/// <para>
/// With <see cref="SceneCaptioner"/> the columns and what is learned are those of <see cref="SceneCaptionEstimator"/>, whose transformer
/// <see cref="Fit"/> returns then; <see cref="Options.Frames"/>, the cache and <see cref="Options.Asynchronous"/> do not matter to it.
/// </para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no (yes with <see cref="SceneCaptioner"/>); files are opened at once, so that a wrong one is told before any row is read</description></item>
/// <item><term>Crosses rows</term><description>where a caption is used again: <see cref="Options.Every"/> above 1, <see cref="Options.Asynchronous"/>, or an endpoint, whose failures leave
/// the last caption of the video; then rows must come in time order, one cursor a pass</description></item>
/// <item><term>Two passes</term><description>give the same captions within one program; across programs with an endpoint only what the cache at <see cref="Options.CachePath"/> holds is sure to be the same</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class ClipCaptionEstimator : IEstimator<ComponentTransformer>
{
    private readonly Options _options;
    private readonly CaptionMemory _memory = new();
    private readonly SceneCaptionEstimator? _scene;

    internal ClipCaptionEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _scene = (_options.Captioner as SceneCaptioner)?.Estimator(_options);
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The caption column to add.</summary>
        public string OutputColumnName = "Caption";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The video's id.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The index of the clip's last frame.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>What puts clips into words.</summary>
        public Captioner? Captioner;

        /// <summary>How many of the clip's first frames are described, 1..T; 4 of 5 as in the papers, which describe the frames the prediction is made from and not the predicted one.</summary>
        public int Frames = 4;

        /// <summary>Describes every k-th clip of a video, 1..100,000; the clips between have the caption of the one before them.</summary>
        public int Every = 1;

        /// <summary>A file that keeps captions for later runs, several programs at once; null for none. Its folder is made if needed. Not used for a <see cref="CaptionFile"/>.</summary>
        public string? CachePath;

        /// <summary>How large the cache may become, 1..65,536 megabytes (2²⁰ bytes); the least recently used captions go first.</summary>
        public int CacheMegabytes = 256;

        /// <summary>
        /// For live video: no row waits. The newest clip is described in the background while rows have the last known caption, and wrong
        /// settings of an endpoint are warnings. Captions then depend on time: leave it off for training. <see cref="Evaluation.VideoScorer.Live"/> switches it on for a saved model.
        /// </summary>
        public bool Asynchronous;

        /// <summary>Takes one sentence where a captioner or the cache fails and where it recovers, from any thread; null for nobody. Not saved.</summary>
        public Action<string>? OnWarning;

        /// <summary>Ends what a row or <see cref="Fit"/> waits for, with <see cref="OperationCanceledException"/>. Not saved.</summary>
        public CancellationToken CancellationToken;

        internal InputColumn[] Inputs =>
        [
            InputColumn.Clip(ClipColumnName),
            InputColumn.Scalar(VideoColumnName, TextDataViewType.Instance),
            InputColumn.Scalar(FrameColumnName, NumberDataViewType.Int64),
        ];

        internal OutputColumn[] Outputs => [new(OutputColumnName, TextDataViewType.Instance)];

        internal long CacheBytes => (long)CacheMegabytes << 20;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            OptionCheck.Between(nameof(Frames), Frames, 1, 1024);
            OptionCheck.Between(nameof(Every), Every, 1, 100_000);
            OptionCheck.Between(nameof(CacheMegabytes), CacheMegabytes, 1, 65_536);
            if (Captioner is null)
            {
                throw new VadException($"{nameof(Captioner)} is not set; give what puts clips into words, such as a {nameof(SceneCaptioner)}, a {nameof(CaptionFile)}, an {nameof(OpenAiCompatibleCaptioner)} or a {nameof(ChatClientCaptioner)}.");
            }

            Captioner.Validate();
            if (Captioner is SceneCaptioner && Every > 1)
            {
                throw new VadException($"{nameof(Every)} is {Every}, but the embedded captioner describes every clip; set it to 1, or take another captioner.");
            }
        }
    }

    /// <summary>Makes the transformer; opens the captioner's files and the cache, and reads no rows unless the captioner is a <see cref="SceneCaptioner"/>.</summary>
    /// <param name="input">Data with the input columns.</param>
    /// <returns>A <see cref="ClipCaptionTransformer"/>; a <see cref="SceneCaptionTransformer"/> for a <see cref="SceneCaptioner"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">A file is missing or is not what it should be, a clip is shorter than <see cref="Options.Frames"/>, or an endpoint's key is not in the environment.</exception>
    public ComponentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_scene is not null)
        {
            return _scene.Fit(input);
        }

        DataViewType[] types = _options.Inputs.Select(i => i.Find(input.Schema).Type).ToArray();
        ClipCaptionTransformer.CheckFrames(_options, ClipShape.Of(types[0]));
        ReadyCaptioner captioner = _options.Captioner!.Prepare();
        var session = new CaptionSession(captioner, _memory, CaptionSession.OpenCache(captioner, _options, makeFolder: true));
        session.Open();
        return new ClipCaptionTransformer(_options, session, types);
    }

    /// <summary>The promised schema: the input's columns and the caption.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_scene is not null)
        {
            return _scene.GetOutputSchema(inputSchema);
        }

        foreach (InputColumn column in _options.Inputs)
        {
            column.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _options.Outputs);
    }
}
