using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Scoring;

/// <summary>
/// Finds the things of a row that do what a text says: they are nearer to it than to every action that it does not mean, and than to every mode of normal life that does something
/// else; by how much is the share of its way that a score goes. Of several texts the nearest one decides, of equally near ones the last. What a thing does is found out once in a
/// while; in between the answer goes along with it.
/// </summary>
internal sealed class ActionAnswersKernel(ActionAnswersColumns columns, ActionTexts actions, float[] modes, IReadOnlyList<SpokenAction> texts, double framesPerSecond) : RowKernel
{
    private readonly AmongModes[] _among = [.. texts.Select(text => new AmongModes(text, actions, modes))];
    private readonly Lasting _lasting = new();
    private readonly VideoSequence _sequence = new();
    private readonly List<float> _answers = [];
    private float[] _features = [], _boxes = [], _things = [], _turn = [], _places = [];

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public InputSlot<VBuffer<float>> Things { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<float>> Answers { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Features, Boxes, Things, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Answers];

    public override void Compute()
    {
        ReadOnlySpan<float> features = Slots.Dense(in Features.Value, ref _features);       // [m, D]
        ReadOnlySpan<float> boxes = Slots.Dense(in Boxes.Value, ref _boxes);                // [m, 6], as they were when features were made
        if (features.Length / actions.Width != boxes.Length / MovingColumns.BoxLength || features.Length % actions.Width != 0)
        {
            throw new VadException($"Column '{columns.Features}' has {Counted.Of(features.Length, "number")} and column '{columns.Boxes}' {Counted.Of(boxes.Length, "number")} in the same row; both must come from the same things.");
        }

        _lasting.Next(Video.Value.Span, Frame.Value);
        Follow(_sequence.Begins(Video.Value.Span, Frame.Value), boxes, Slots.Dense(in Things.Value, ref _things));
        _answers.Clear();
        for (int i = 0; i < features.Length / actions.Width; i++)
        {
            ReadOnlySpan<float> was = boxes.Slice(i * MovingColumns.BoxLength, 4), place = _places.AsSpan(i * MovingColumns.BoxLength, 4);
            float strength = Strength(features.Slice(i * actions.Width, actions.Width), place);
            if (strength != 0)
            {
                _answers.AddRange([.. was, strength, Aspect.Named]);
                _answers.AddRange([.. place, strength, Aspect.Named]);
            }
        }

        _answers.CopyTo(Answers.Fill(_answers.Count));
    }

    private float Strength(ReadOnlySpan<float> thing, ReadOnlySpan<float> place)
    {
        (float strength, float similarity) = (0, float.NegativeInfinity);
        float[] responses = AmongModes.Responses(thing, actions);
        for (int t = 0; t < texts.Count; t++)
        {
            SpokenText text = texts[t].Text;
            float found = OrderedSums.Dot(thing, texts[t].Direction), share = found >= Others(responses, text) ? _among[t].Share(responses) : 0;
            if (share > 0 && _lasting.Frames(t, place) >= text.Said.MinimumDuration.TotalSeconds * framesPerSecond && found >= similarity)
            {
                (strength, similarity) = (share * (float)text.Said.Strength * (text.Said.As == RedefinedAs.Normal ? -1 : 1), found);
            }
        }

        return strength;
    }

    // the nearest of the actions that the text does not mean
    private static float Others(float[] responses, SpokenText text)
    {
        float most = float.NegativeInfinity;
        for (int action = 0; action < responses.Length; action++)
        {
            if (text.At(action) is null)
            {
                most = MathF.Max(most, responses[action]);
            }
        }

        return most;
    }

    // from one frame to the next a thing stays where most of the smaller of two boxes is shared
    private void Follow(bool begins, ReadOnlySpan<float> boxes, ReadOnlySpan<float> things)
    {
        if (begins || !boxes.SequenceEqual(_turn))
        {
            (_turn, _places) = (boxes.ToArray(), boxes.ToArray());
        }

        for (int i = 0; i < _places.Length; i += MovingColumns.BoxLength)
        {
            Span<float> place = _places.AsSpan(i, MovingColumns.BoxLength);
            float most = 0;
            int nearest = -1;
            for (int k = 0; k < things.Length; k += MovingColumns.BoxLength)
            {
                ReadOnlySpan<float> thing = things.Slice(k, MovingColumns.BoxLength);
                float shared = AnswerBox.Shared(place, thing);
                if (shared > most && shared >= Lasting.SamePlace * MathF.Min(place[2] * place[3], thing[2] * thing[3]))
                {
                    (most, nearest) = (shared, k);
                }
            }

            if (nearest >= 0)
            {
                things.Slice(nearest, MovingColumns.BoxLength).CopyTo(place);
            }
        }
    }
}
