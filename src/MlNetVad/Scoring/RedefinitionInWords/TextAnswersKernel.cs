using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Scoring;

/// <summary>Finds in a row the things of which a text is true; of several about the same aspect the most similar one decides, of equally similar ones the last.</summary>
internal sealed class TextAnswersKernel(TextAnswersColumns columns, AspectScales scales, IReadOnlyList<SpokenText> texts, double framesPerSecond) : RowKernel
{
    private readonly Lasting _lasting = new();
    private readonly ThingClasses? _classes = texts.FirstOrDefault(text => text.AspectIndex == Aspect.Named) is { } named ? new ThingClasses(named.Vocabulary.Names, framesPerSecond) : null;
    private readonly List<float> _answers = [];
    private float[] _paces = [], _boxes = [], _shapes = [], _stays = [], _shapeBoxes = [];

    public InputSlot<VBuffer<float>> Paces { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public InputSlot<VBuffer<float>> Shapes { get; } = new();

    public InputSlot<VBuffer<float>> Stays { get; } = new();

    public InputSlot<VBuffer<float>> ShapeBoxes { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<float>> Answers { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Paces, Boxes, Shapes, Stays, ShapeBoxes, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Answers];

    public override void Compute()
    {
        ReadOnlySpan<float> paces = Slots.Dense(in Paces.Value, ref _paces), boxes = Slots.Dense(in Boxes.Value, ref _boxes);                  // [n], [n, 6]
        ReadOnlySpan<float> shapes = Slots.Dense(in Shapes.Value, ref _shapes), stays = Slots.Dense(in Stays.Value, ref _stays);              // [m, 7], [m, 4]
        ReadOnlySpan<float> shapeBoxes = Slots.Dense(in ShapeBoxes.Value, ref _shapeBoxes);                                                    // [m, 6]
        Check(columns.Moving.Pace, paces.Length, columns.Moving.Boxes, boxes.Length / MovingColumns.BoxLength);
        Check(columns.Moving.Shapes, shapes.Length / ObjectShape.Length, columns.Moving.ShapeBoxes, shapeBoxes.Length / MovingColumns.BoxLength);
        Check(columns.Stays, stays.Length / ObjectShape.StayLength, columns.Moving.ShapeBoxes, shapeBoxes.Length / MovingColumns.BoxLength);
        _lasting.Next(Video.Value.Span, Frame.Value);
        _answers.Clear();
        for (int i = 0; i < paces.Length; i++)
        {
            Answer(boxes.Slice(i * MovingColumns.BoxLength, MovingColumns.BoxLength), Aspect.Speed, scales.Level(Aspect.Speed, paces[i]));
        }

        foreach ((float[] box, int name) in _classes?.Of(Video.Value.Span, Frame.Value, boxes) ?? [])
        {
            Answer(box, Aspect.Named, name);
        }

        for (int i = 0; i < shapes.Length / ObjectShape.Length; i++)
        {
            ReadOnlySpan<float> shape = shapes.Slice(i * ObjectShape.Length, ObjectShape.Length), box = shapeBoxes.Slice(i * MovingColumns.BoxLength, MovingColumns.BoxLength);
            Answer(box, Aspect.Size, scales.Level(Aspect.Size, shape[MovingColumns.SizeInShape]));
            Answer(box, Aspect.Posture, scales.Level(Aspect.Posture, shape[MovingColumns.AxisInShape]));
            Answer(box, Aspect.Stay, scales.Level(Aspect.Stay, stays[(i * ObjectShape.StayLength) + MovingColumns.TimeInStay]));
        }

        _answers.CopyTo(Answers.Fill(_answers.Count));
    }

    private static void Check(string column, int things, string boxesColumn, int boxes)
    {
        if (things != boxes)
        {
            throw new VadException($"Column '{column}' describes {Counted.Of(things, "thing")} and column '{boxesColumn}' has {Counted.Of(boxes, "place")} in the same row; both must come from the same things.");
        }
    }

    private void Answer(ReadOnlySpan<float> box, int aspect, int level)
    {
        (float strength, float similarity) = (0, float.NegativeInfinity);
        for (int t = 0; t < texts.Count; t++)
        {
            if (aspect == texts[t].AspectIndex && texts[t].At(level) is { } found
                && _lasting.Frames(t, box) >= texts[t].Said.MinimumDuration.TotalSeconds * framesPerSecond && found >= similarity)
            {
                (strength, similarity) = ((float)texts[t].Said.Strength * (texts[t].Said.As == RedefinedAs.Normal ? -1 : 1), found);
            }
        }

        if (strength != 0)
        {
            _answers.AddRange([.. box[..4], strength, aspect]);
        }
    }
}
