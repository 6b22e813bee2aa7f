using System.Numerics.Tensors;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Scoring;

/// <summary>
/// A text about what things do among the modes of normal life: how much nearer a thing is to the text than to the nearest mode, by what each responds to the actions. A mode that
/// does what the text says is no rival. What all actions are responded to alike says nothing of what is done, and is more for a text than for a picture: it is taken off.
/// </summary>
internal sealed class AmongModes
{
    private const float Wholly = 0.5f;   // of the distance to the nearest mode
    private readonly float[] _text, _rivals, _thing;

    /// <summary>Finds the modes that do something else.</summary>
    /// <param name="said">The text.</param>
    /// <param name="actions">N actions.</param>
    /// <param name="modes">[M, N], the responses that normal life has; empty leaves the text without a rival.</param>
    public AmongModes(SpokenAction said, ActionTexts actions, float[] modes)
    {
        int width = actions.Names.Length;
        _text = Of(Responses(said.Direction, actions));
        _rivals = [.. modes.Chunk(width).Where(mode => said.Text.At(Array.IndexOf(mode, mode.Max())) is null).SelectMany(mode => Of(mode))];
        _thing = new float[width];
    }

    /// <summary>1 where a thing is at most half as far from the text as from the nearest mode that does something else, 0 where it is as far; in between in proportion.</summary>
    /// <param name="responses">The thing's responses, N numbers.</param>
    public float Share(ReadOnlySpan<float> responses)
    {
        if (_rivals.Length == 0 || Centre(responses, _thing) == Direction.None)
        {
            return 1;
        }

        _ = UnitVector.Nearest(_thing, _rivals, out float cosine);
        float rival = UnitVector.Distance(cosine), text = UnitVector.Distance(OrderedSums.Dot(_thing, _text));
        return rival > text ? MathF.Min(1, (1 - (text / rival)) / Wholly) : 0;
    }

    /// <summary>What a vector responds to each action.</summary>
    public static float[] Responses(ReadOnlySpan<float> vector, ActionTexts actions)
    {
        float[] responses = new float[actions.Names.Length];
        for (int action = 0; action < responses.Length; action++)
        {
            responses[action] = OrderedSums.Dot(vector, actions.Vectors.AsSpan(action * actions.Width, actions.Width));
        }

        return responses;
    }

    private static float[] Of(float[] responses)
    {
        float[] centred = new float[responses.Length];
        _ = Centre(responses, centred);
        return centred;
    }

    private static Direction Centre(ReadOnlySpan<float> responses, Span<float> centred)
    {
        TensorPrimitives.Subtract(responses, OrderedSums.Sum(responses) / responses.Length, centred);
        return UnitVector.Normalize(centred, centred);
    }
}
