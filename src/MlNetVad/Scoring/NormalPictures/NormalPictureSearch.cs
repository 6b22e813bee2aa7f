using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Scoring;

/// <summary>Looks at the training video once more, some rows here and there, and chooses for each part of the score a few pictures of what is normal to it.</summary>
internal sealed class NormalPictureSearch(MLContext ml, VadModel model, IDataView clips)
{
    private const int MostRows = 500, RowsTogether = 50;   // together, because parts remember the rows before

    /// <summary>The pictures; none where the model's score has no parts, or none that say by what they compare.</summary>
    /// <param name="frames">Frames of the video; 0 where that is not known: then only the first rows are looked at.</param>
    /// <param name="cancellation">Stops between rows with <see cref="OperationCanceledException"/>.</param>
    public IReadOnlyList<NormalPicture> Choose(long frames, CancellationToken cancellation)
    {
        IReadOnlyList<RedefinedPart> parts = RedefinableParts.Any(model);
        if (parts.Count == 0)
        {
            return [];
        }

        long stride = Math.Max(1, (frames + MostRows - 1) / MostRows), seen = 0;
        IDataView some = ml.Data.FilterByCustomPredicate<Row>(clips, _ => seen++ / RowsTogether % stride != 0);
        IDataView scored = model.Transformer.Transform(some);
        NormalPictureChooser[] choosers = [.. parts.Select(part => new NormalPictureChooser(part, Where(part)))];
        DataViewSchema.Column video = scored.Schema["Video"], frame = scored.Schema["Frame"], clip = scored.Schema["Clip"];
        using DataViewRowCursor cursor = scored.GetRowCursor(
            choosers.SelectMany(chooser => chooser.Needed(scored.Schema)).Concat([video, frame, clip]).DistinctBy(column => column.Index));
        var shape = ClipShape.Of(clip.Type);
        foreach (NormalPictureChooser chooser in choosers)
        {
            chooser.Bind(cursor, shape);
        }

        var row = new PicturedRow(cursor, shape, model.ClipOptions().Target);
        for (int rows = 0; rows < MostRows && cursor.MoveNext(); rows++)
        {
            cancellation.ThrowIfCancellationRequested();
            row.Next();
            foreach (NormalPictureChooser chooser in choosers)
            {
                chooser.Read(row);
            }
        }

        return [.. choosers.SelectMany(chooser => chooser.Pictures())];
    }

    private PartPlaces? Where(RedefinedPart part) => RedefinableParts.Fusion(model)!.Parts.First(p => p.Name == part.Name).Where;

    // the filter wants a column to look at, and counts
    private sealed class Row
    {
        public long Frame { get; set; }
    }
}

/// <summary>The current row's video, frame and small picture, which is made when it is asked for, once.</summary>
internal sealed class PicturedRow(DataViewRowCursor cursor, ClipShape shape, ClipTarget target)
{
    private const int MostHeight = 96, MostWidth = 192, MostBytes = 4096;

    private readonly ValueGetter<ReadOnlyMemory<char>> _video = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Video"]);
    private readonly ValueGetter<long> _frame = cursor.GetGetter<long>(cursor.Schema["Frame"]);
    private readonly ValueGetter<Microsoft.ML.Data.VBuffer<byte>> _clip = cursor.GetGetter<Microsoft.ML.Data.VBuffer<byte>>(cursor.Schema["Clip"]);
    private Microsoft.ML.Data.VBuffer<byte> _buffer;
    private byte[] _scratch = [];
    private NormalPicture? _picture;

    /// <summary>The picture, of no part yet.</summary>
    public NormalPicture Picture => _picture ??= Make();

    /// <summary>The cursor has moved on.</summary>
    public void Next() => _picture = null;

    private NormalPicture Make()
    {
        ReadOnlyMemory<char> video = default;
        long frame = 0;
        _video(ref video);
        _frame(ref frame);
        _clip(ref _buffer);
        ReadOnlySpan<byte> pixels = shape.Frame(Slots.Dense(in _buffer, ref _scratch), shape.TargetIndex(target));
        return new NormalPicture
        {
            Part = "",
            Video = video.ToString(),
            Frame = frame,
            Jpeg = Jpeg.Small(pixels, new FrameFormat(shape.Height, shape.Width, shape.Channels), MostHeight, MostWidth, MostBytes),
        };
    }
}
