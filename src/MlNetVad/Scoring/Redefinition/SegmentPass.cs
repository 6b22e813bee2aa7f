using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Scoring;

/// <summary>Scores a video up to the end of a segment, and collects there what each part finds unusual.</summary>
internal sealed class SegmentPass(MLContext ml, VadModel model, VideoSource source, VideoSegment segment, CancellationToken cancellation)
{
    private readonly VadVideo _video = source.Videos.Count == 1
        ? source.Videos[0]
        : throw new VadException($"'{source.Name}' has {Counted.Of(source.Videos.Count, "video")}; name the one that the segment is of.");

    private IReadOnlyList<ExampleCollector> _collectors = [];
    private double[] _rarities = [];
    private double _highest = double.NegativeInfinity;

    /// <summary>The video's id.</summary>
    public string Video => _video.Id;

    /// <summary>The first frame that was collected from.</summary>
    public long FirstFrame { get; private set; } = -1;

    /// <summary>The last frame.</summary>
    public long LastFrame { get; private set; }

    /// <summary>The schema of scored rows.</summary>
    public DataViewSchema Schema { get; private set; } = null!;

    /// <summary>Reads the segment.</summary>
    /// <exception cref="VadException">The video cannot be read, or the segment is not in it.</exception>
    public void Read(ITransformer scorer, IReadOnlyList<RedefinedPart> parts, RedefinedAs meaning)
    {
        VideoOptions options = model.ClipOptions();
        options.CancellationToken = cancellation;
        var paced = new PacedVideos(source, model.FramesPerSecond);
        IDataView scored = scorer.Transform(VideoData.Load(ml, paced.Source, options));
        Schema = scored.Schema;
        _collectors = [.. parts.Select(part => new ExampleCollector(part, meaning))];
        DataViewSchema.Column frameColumn = scored.Schema["Frame"], rarityColumn = scored.Schema[RedefinableParts.Fusion(model)!.PartsColumn], scoreColumn = scored.Schema["Score"];
        using DataViewRowCursor cursor = scored.GetRowCursor(
            _collectors.SelectMany(c => c.Needed(scored.Schema)).Concat([frameColumn, rarityColumn, scoreColumn]).DistinctBy(c => c.Index));
        (ValueGetter<long> frame, ValueGetter<VBuffer<float>> rarities, ValueGetter<float> score) =
            (cursor.GetGetter<long>(frameColumn), cursor.GetGetter<VBuffer<float>>(rarityColumn), cursor.GetGetter<float>(scoreColumn));
        foreach (ExampleCollector collector in _collectors)
        {
            collector.Bind(cursor);
        }

        long at = 0, last = -1;
        VBuffer<float> found = default;
        float value = 0;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            frame(ref at);
            at = paced.FrameOf(Video, at);
            rarities(ref found);   // asked for in every row: the parts before it keep what they have seen
            double place = Place(at);
            if (place > segment.To)
            {
                break;
            }

            last = at;
            if (place >= segment.From)
            {
                score(ref value);
                Collect(at, found, value);
            }
        }

        if (FirstFrame < 0)
        {
            throw new VadException($"The segment {segment} is not among the frames of '{Video}' that are scored; the last is frame {last}{(segment.InFrames ? "" : FormattableString.Invariant($", at {Place(last):0.0} s"))}.");
        }
    }

    /// <summary>What each part makes of it, by the part's name: all parts of a normal segment, the rarest part of an anomalous one.</summary>
    /// <exception cref="VadException">Nothing in it is unusual.</exception>
    public Dictionary<string, RedefinitionExample> Examples(Redefinition about)
    {
        string? rarest = about.As == RedefinedAs.Normal ? null : RedefinableParts.Fusion(model)!.PartNames[Array.IndexOf(_rarities, _rarities.Max())];
        Dictionary<string, RedefinitionExample> examples = [];
        foreach (ExampleCollector collector in _collectors.Where(c => rarest is null || c.Part.Name == rarest))
        {
            if (collector.Example(about) is { } example)
            {
                examples.Add(collector.Part.Name, example);
            }
        }

        return examples.Count > 0
            ? examples
            : throw new VadException(FormattableString.Invariant(
                $"Nothing in frames {FirstFrame} to {LastFrame} of '{Video}' {(about.As == RedefinedAs.Normal ? "made an alarm" : "is unusual")}, the highest score there is {_highest:0.00}; ")
                + (about.As == RedefinedAs.Normal ? "give the segment from where the alarm began." : "the model cannot tell it from normal life: give another segment."));
    }

    private double Place(long frame) => segment.InFrames
        ? frame
        : _video.TimeOf(frame) ?? throw new VadException($"'{Video}' does not say how many frames a second it has; give the segment in frames, such as 120f-155f.");

    private void Collect(long at, in VBuffer<float> rarities, float score)
    {
        FirstFrame = FirstFrame < 0 ? at : FirstFrame;
        LastFrame = at;
        _highest = Math.Max(_highest, score);
        float[] dense = [.. rarities.DenseValues()];
        _rarities = _rarities.Length == 0 ? new double[dense.Length] : _rarities;
        for (int i = 0; i < dense.Length; i++)
        {
            _rarities[i] += dense[i];
        }

        foreach (ExampleCollector collector in _collectors)
        {
            collector.Read();
        }
    }
}
