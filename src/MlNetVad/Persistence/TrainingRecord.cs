using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;
using MlNetVad.Video;
using MlNetVad.Video.Scale;

namespace MlNetVad.Persistence;

/// <summary>
/// What a model was trained on, for people. It travels in the zip as an annotation of the clip's column, as the clip's timing does: ML.NET's own loader
/// passes over it, and no score depends on it. It holds no time of day: the same training gives the same zip.
/// </summary>
public sealed record TrainingRecord
{
    private const string Name = "TrainedOn";
    private const double AssumedRate = 10;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>What the video is called: a data set and its split, or the path it came from (without passwords).</summary>
    public required string Source { get; init; }

    /// <summary>Number of videos.</summary>
    public int Videos { get; init; }

    /// <summary>Frames, as far as the videos promise a number.</summary>
    public long Frames { get; init; }

    /// <summary>How long it is in seconds; 10 frames a second where a video does not say.</summary>
    public double Seconds { get; init; }

    /// <summary>The pictures' own sizes, such as <c>360×240</c>, each once.</summary>
    public IReadOnlyList<string> Sizes { get; init; } = [];

    /// <summary>The videos' frame rates, each once; empty where none says.</summary>
    public IReadOnlyList<double> FrameRates { get; init; } = [];

    /// <summary>Mean grey level of the darkest picture that was looked at, 0 … 255; null where none could be.</summary>
    public double? LeastLight { get; init; }

    /// <summary>Mean grey level of the brightest one.</summary>
    public double? MostLight { get; init; }

    /// <summary>The seed of the training; null where not given.</summary>
    public int? Seed { get; init; }

    /// <summary>Version of the library that trained.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>
    /// A few pictures of what is normal to each part of the score, with which an alarm is compared; empty where the model's score has no such parts, or none were taken.
    /// At most 8 a part.
    /// </summary>
    public IReadOnlyList<NormalPicture> Pictures { get; init; } = [];

    /// <summary>
    /// What the model would notice of anomalies made of its training video, and which parts of its score are left out; null where that was not tried, as in models of
    /// earlier versions. <see cref="VadModel.Save"/> takes it from the model that was just trained.
    /// </summary>
    public MadeAnomalyTrial? WouldNotice { get; init; }

    private VideoSource? Trained { get; init; }

    /// <summary>Looks at training videos for some seconds.</summary>
    /// <param name="videos">The videos.</param>
    /// <param name="seed">The seed of the training, or null.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The record, to be given to <see cref="VadModel.Save"/>.</returns>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static TrainingRecord Of(VideoSource videos, int? seed = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(videos);
        double[] light = [.. VideoSurvey.Of(videos, cancellationToken).Pairs.Select(pair => Math.Round(pair.Light, 1))];
        return new TrainingRecord
        {
            Trained = videos,
            Source = videos.Name,
            Videos = videos.Videos.Count,
            Frames = videos.Videos.Sum(video => (long)(video.ExpectedFrameCount ?? 0)),
            Seconds = videos.Videos.Sum(video => (video.ExpectedFrameCount ?? 0) / (video.FramesPerSecond ?? AssumedRate)),
            Sizes = [.. videos.Videos.Select(video => video.OnlyFormat ?? video.NativeFormat).Select(size => $"{size.Width}×{size.Height}").Distinct()],
            FrameRates = [.. videos.Videos.Select(video => video.FramesPerSecond).OfType<double>().Distinct()],
            LeastLight = light.Length > 0 ? light.Min() : null,
            MostLight = light.Length > 0 ? light.Max() : null,
            Seed = seed,
            LibraryVersion = Provenance.Collect().LibraryVersion,
        };
    }

    /// <summary>
    /// The record with pictures of normal life: the model scores about 500 rows of its training video once more, and for each part of the score the most ordinary thing and
    /// those most unlike it and each other are kept. Whoever has the model sees them.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="transformer">The fitted pipeline.</param>
    /// <param name="clips">The clips it was fitted on.</param>
    /// <param name="cancellationToken">Stops between rows with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Another record.</returns>
    /// <exception cref="VadException">A video cannot be read.</exception>
    public TrainingRecord WithPictures(MLContext ml, ITransformer transformer, IDataView clips, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(clips);
        var model = new VadModel(transformer, clips.Schema);
        IReadOnlyList<NormalPicture> pictures = new NormalPictureSearch(ml, model, clips).Choose(Frames, cancellationToken);
        return this with { Pictures = Trained is null ? pictures : [.. pictures.Select(In(new PacedVideos(Trained, model.FramesPerSecond)))] };

        // a row counts the frames that are looked at
        static Func<NormalPicture, NormalPicture> In(PacedVideos videos) => picture => picture with { Frame = videos.FrameOf(picture.Video, picture.Frame) };
    }

    /// <summary>The record with what came of the trial of a model that was just trained.</summary>
    internal TrainingRecord WithTrial(ITransformer transformer) =>
        this with { WouldNotice = VadModel.Leaves(transformer).OfType<TailFusionTransformer>().LastOrDefault()?.Trial ?? WouldNotice };

    /// <summary>The schema with the record on a column; the schema itself where there is no such column.</summary>
    internal DataViewSchema On(DataViewSchema schema, string column)
    {
        if (schema.GetColumnOrNull(column) is not { } clip)
        {
            return schema;
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(clip.Annotations, name => name != Name);
        ReadOnlyMemory<char> text = JsonSerializer.Serialize(this, Json).AsMemory();
        annotations.Add(Name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text);
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column other in schema.Where(other => !other.IsHidden))
        {
            builder.AddColumn(other.Name, other.Type, other.Index == clip.Index ? annotations.ToAnnotations() : other.Annotations);
        }

        return builder.ToSchema();
    }

    /// <summary>The record of a column; null where there is none that can be read.</summary>
    internal static TrainingRecord? Read(DataViewSchema schema, string column)
    {
        if (schema.GetColumnOrNull(column)?.Annotations is not { } annotations || annotations.Schema.GetColumnOrNull(Name)?.Type is not TextDataViewType)
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        annotations.GetValue(Name, ref text);
        try
        {
            return JsonSerializer.Deserialize<TrainingRecord>(text.Span, Json);
        }
        catch (JsonException)
        {
            return null;   // damaged, or of a later version: no reason not to score
        }
    }
}
