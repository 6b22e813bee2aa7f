using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Persistence;

/// <summary>
/// A trained video-anomaly model: the transformer, the schema of the clips it was trained on, and its parts in their
/// own types. The zip is an ordinary ML.NET model: <c>mlContext.Model.Load</c> reads it too.
/// </summary>
public sealed class VadModel
{
    private const string ClipColumn = "Clip";

    internal VadModel(ITransformer transformer, DataViewSchema? inputSchema)
    {
        Transformer = transformer;
        Parts = Leaves(transformer).OfType<ComponentTransformer>().ToArray();
        InputSchema = inputSchema ?? ClipsOf(Parts);
    }

    /// <summary>The model; every MlNetVad part has its own type.</summary>
    public ITransformer Transformer { get; }

    /// <summary>The schema of the rows it was trained on; where the model was saved without one, the clips that its parts were fitted to.</summary>
    public DataViewSchema InputSchema { get; }

    /// <summary>The MlNetVad parts in the order in which they run.</summary>
    public IReadOnlyList<ComponentTransformer> Parts { get; }

    /// <summary>The score above which a frame is predicted anomalous; null where no part decides.</summary>
    public float? Threshold => Parts.OfType<IScoreThreshold>().LastOrDefault()?.Threshold;

    /// <summary>Frames a second of the video that it was trained on, where a part measures time by them; null where none does.</summary>
    internal double? FramesPerSecond => ClipOptions().MostFramesPerSecond is > 0 and var most ? most : Parts.OfType<PresentObjectsTransformer>().FirstOrDefault()?.Model.FramesPerSecond;

    /// <summary>Rows before a row that its score may depend on; null where that has no bound, or where a part is not ours and nobody knows.</summary>
    internal int? RowsRemembered => Leaves(Transformer).Aggregate((int?)0, (rows, part) => rows + (part as ComponentTransformer)?.RowsRemembered);

    /// <summary>How video must be loaded for this model: clip length, time between frames, picture size, channels and target frame.</summary>
    /// <returns>Options for <see cref="VideoData.Load"/>.</returns>
    /// <exception cref="VadException">The model was not trained on clips.</exception>
    public VideoOptions ClipOptions()
    {
        if (InputSchema.GetColumnOrNull(ClipColumn) is not { Type: VectorDataViewType { Dimensions.Length: 4 } clip } column)
        {
            throw new VadException($"The model does not read clips: its input has no column '{ClipColumn}' of type Vector<Byte, T, H, W, C>.");
        }

        var options = new VideoOptions
        {
            ClipLength = clip.Dimensions[0],
            Height = clip.Dimensions[1],
            Width = clip.Dimensions[2],
            Channels = clip.Dimensions[3],
            Target = Parts.OfType<IClipTarget>().FirstOrDefault()?.Target ?? ClipTarget.Last,
        };
        ClipTiming.Read(column, options);
        return options;
    }

    /// <summary>The parts in words: columns, options and what was learned.</summary>
    /// <returns>One description a part, in the order in which they run.</returns>
    public IReadOnlyList<PartDescription> Describe() => Parts.Select(PartDescription.Of).ToArray();

    /// <summary>What it was trained on; null where that was not stored, as in models of earlier versions.</summary>
    public TrainingRecord? Training => TrainingRecord.Read(InputSchema, ClipColumn);

    /// <summary>What people have said of its scores since it was trained, in the order in which they said it.</summary>
    public IReadOnlyList<Redefinition> Redefinitions => ModelRedefinition.Of(this);

    /// <summary>
    /// Says of a segment of video that what is unusual there is normal, or that it is anomalous, without training: what resembles it is scored so
    /// from then on, live too, and everything else as before.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="video">The video, exactly one; it is scored up to the segment's end.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="meaning">Normal or anomalous.</param>
    /// <param name="user">Who says so; recorded with the time.</param>
    /// <param name="cancellationToken">Stops between frames with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A new model; this one stays as it is.</returns>
    /// <exception cref="VadException">The video cannot be read, the segment is not in it or nothing in it is unusual, or the model's parts are not known or redefined 32 times already.</exception>
    public VadModel Redefine(MLContext ml, VideoSource video, VideoSegment segment, RedefinedAs meaning, string user = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(user);
        return new VadModel(ModelRedefinition.With(ml, this, video, segment, meaning, user, cancellationToken), InputSchema);
    }

    /// <summary>
    /// Says in words that things of which a text is true are normal, or anomalous, without training: their scores go down or up from the next frame on, and everything else
    /// scores as before. The text is understood once, here: as words of speed, size, posture or stay, as a class of the
    /// model's detector, or, of a model of SceneAdaptive, as actions.
    /// </summary>
    /// <param name="said">The text, and how it counts.</param>
    /// <param name="embed">A sentence encoder: English texts to vectors of one length. <c>MlNetVad.Pretrained</c> has an overload with MiniLM in its place.</param>
    /// <param name="user">Who says so; recorded with the time.</param>
    /// <returns>A new model; this one stays as it is.</returns>
    /// <exception cref="VadException">The text is like nothing that the model can tell, an option is out of its range, the model is not one of the NormalModes or SceneAdaptive pipeline, or it is redefined 32 times already.</exception>
    public VadModel Redefine(TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed, string user = "")
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(embed);
        ArgumentNullException.ThrowIfNull(user);
        return new VadModel(ModelRedefinition.With(this, said, embed, user), InputSchema);
    }

    /// <summary>Says what was said and understood before: no encoder reads it again.</summary>
    /// <param name="text">The text; its number becomes the next one of this model.</param>
    /// <returns>A new model; this one stays as it is.</returns>
    /// <exception cref="VadException">It was understood as something that this model does not know, the model is not one of the NormalModes or SceneAdaptive pipeline, or it is redefined 32 times already.</exception>
    internal VadModel Redefine(UnderstoodText text) => new(ModelRedefinition.With(this, text), InputSchema);

    /// <summary>Takes redefinitions back; where none is left, scores are bit for bit those of the model that was trained.</summary>
    /// <param name="numbers">Their numbers, as <see cref="Redefinitions"/> has them.</param>
    /// <returns>A new model; this one stays as it is.</returns>
    /// <exception cref="VadException">There is no such redefinition.</exception>
    public VadModel Undo(params IEnumerable<int> numbers)
    {
        HashSet<int> undone = [.. numbers];
        int[] known = [.. Redefinitions.Select(said => said.Number)];
        return undone.Except(known).ToArray() is [int unknown, ..]
            ? throw new VadException($"The model has no redefinition {unknown}; it has {(known.Length == 0 ? "none" : string.Join(", ", known))}.")
            : new VadModel(ModelRedefinition.Keeping(this, said => !undone.Contains(said.Number)), InputSchema);
    }

    /// <summary>
    /// The model as it goes on after a frame: what its scores' levels had risen by, in light that sinks for instance, is taken off from the first frame on, as if
    /// the video had not been interrupted. For a camera that is watched again.
    /// </summary>
    /// <param name="slowChange">The frame's <see cref="FrameScore.SlowChange"/>, or the model's column <c>SlowChange</c>; a model that follows nothing has none.</param>
    /// <returns>A new model; this one stays as it is.</returns>
    /// <exception cref="VadException">They are not as many finite numbers as the model follows scores.</exception>
    public VadModel Continuing(IReadOnlyList<float> slowChange)
    {
        ArgumentNullException.ThrowIfNull(slowChange);
        ITransformer Into(ITransformer part) => part switch
        {
            SlowChangeTransformer step => step.Continuing(slowChange),
            IEnumerable<ITransformer> chain => new TransformerChain<ITransformer>([.. chain.Select(Into)]),
            _ => part,
        };
        return new VadModel(Into(Transformer), InputSchema);
    }

    /// <summary>Loads a model and gives its parts their own types back.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="path">The zip.</param>
    /// <returns>The model; its scores are bit-equal to those of the model that was saved.</returns>
    /// <exception cref="VadException">The file is missing, cut off, no model, of another library, or newer than this one.</exception>
    public static VadModel Load(MLContext ml, string path)
    {
        ArgumentNullException.ThrowIfNull(ml);
        CheckZip(path);
        VadModel model = Read(ml, path);
        Memory.GiveBack();   // the parts as text, several times over
        return model;
    }

    private static VadModel Read(MLContext ml, string path)
    {
        try
        {
            ITransformer loaded = ml.Model.Load(path, out DataViewSchema? schema);
            var model = new VadModel(Rehydration.Rehydrate(loaded), schema);
            return model.Parts.Count > 0
                ? model
                : throw new VadException($"'{path}' is an ML.NET model without any MlNetVad part; give a model that 'mlnetvad train' wrote.");
        }
        catch (Exception e) when (DiskError.OfTemporaryFolder(e) is not null)
        {
            throw DiskError.OfTemporaryFolder(e)!;   // ML.NET unpacks there
        }
        catch (Exception e) when (e is not (VadException or OutOfMemoryException))   // a damaged zip makes ML.NET throw what it likes
        {
            throw new VadException($"'{path}' cannot be loaded as a model, it is damaged or was written by another library ({FirstLine(e.GetBaseException())}); train it again or copy it anew.", e);
        }
    }

    /// <summary>Saves a model; the file appears whole or not at all.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="transformer">The fitted pipeline.</param>
    /// <param name="inputSchema">The schema of the rows it was fitted on.</param>
    /// <param name="path">The zip to write.</param>
    /// <param name="training">What it was trained on, to be read from <see cref="Training"/>; null stores nothing of it.</param>
    /// <exception cref="VadException">The file cannot be written, or the folder for temporary files has no room.</exception>
    public static void Save(MLContext ml, ITransformer transformer, DataViewSchema inputSchema, string path, TrainingRecord? training = null)
    {
        ArgumentNullException.ThrowIfNull(ml);
        DataViewSchema schema = training?.WithTrial(transformer).On(inputSchema, ClipColumn) ?? inputSchema;
        try
        {
            AtomicFile.Write(path, stream => ml.Model.Save(transformer, schema, stream));
        }
        catch (Exception e) when (e is not VadException && DiskError.OfTemporaryFolder(e) is not null)
        {
            throw DiskError.OfTemporaryFolder(e)!;   // ML.NET packs there
        }
    }

    private static DataViewSchema ClipsOf(IEnumerable<ComponentTransformer> parts)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((InputColumn column, DataViewType type) in parts
            .SelectMany(part => part.Inputs.Zip(part.InputTypes))
            .Where(input => ClipPromise.IsClip(input.Second))
            .DistinctBy(input => input.First.Name))
        {
            builder.AddColumn(column.Name, type);
        }

        return builder.ToSchema();
    }

    internal static IEnumerable<ITransformer> Leaves(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Leaves) : [transformer];

    private static void CheckZip(string path)
    {
        if (!File.Exists(path))
        {
            throw new VadException($"There is no model at '{path}'; 'mlnetvad train CONFIG --output {path}' makes one.");
        }

        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            if (!zip.Entries.Any(e => e.FullName.Replace('\\', '/').StartsWith("TransformerChain/", StringComparison.Ordinal)))
            {
                throw new VadException($"'{path}' is a zip but not an ML.NET model: it has no TransformerChain entry; give a model that 'mlnetvad train' wrote.");
            }

            if (zip.GetEntry("TransformerChain/Model.key") is { } chain && BeginsWith(chain, "MLCM"u8))
            {
                throw new VadException($"'{path}' was written by a first version of MlNetVad, before it stood on Microsoft's packages, and this one cannot read it: train it again.");
            }

            if (zip.GetEntry("Schema") is { } schema && FaultOf(schema) is { } fault)
            {
                throw new VadException($"'{path}' is damaged: its schema is wrong ({fault}); train it again or copy it anew.");
            }

            if (ZipParts.Damaged(zip) is { } part)
            {
                throw new VadException($"'{path}' is damaged: the checksum of its part '{part}' is another; copy it anew or train it again.");
            }
        }
        catch (InvalidDataException e)
        {
            throw new VadException($"'{path}' is not a complete zip; it is no model, or it was cut off while it was copied: copy or train it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}' cannot be read ({FirstLine(e)}).", e);
        }
    }

    private static string? FaultOf(ZipArchiveEntry schema)
    {
        if (schema.Length > SchemaEntry.MostBytes)
        {
            return $"it has {Counted.Of(schema.Length, "byte")}";
        }

        byte[] bytes = new byte[schema.Length];
        using Stream stream = schema.Open();
        return SchemaEntry.Fault(bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]);
    }

    private static bool BeginsWith(ZipArchiveEntry entry, ReadOnlySpan<byte> signature)
    {
        using Stream stream = entry.Open();
        Span<byte> start = stackalloc byte[signature.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(signature);
    }

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', '\r');
}

/// <summary>A part that knows which frame of a clip it describes.</summary>
internal interface IClipTarget
{
    /// <summary>The target frame.</summary>
    ClipTarget Target { get; }
}

/// <summary>A part that decides what is anomalous.</summary>
internal interface IScoreThreshold
{
    /// <summary>Scores above it are anomalous.</summary>
    float Threshold { get; }
}
