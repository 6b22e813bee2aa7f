namespace MlNetVad.Evaluation;

/// <summary>One video's frame scores and labels, in frame order.</summary>
public sealed class VideoScores
{
    /// <summary>Takes one video's scores and labels.</summary>
    /// <param name="videoId">The video's id.</param>
    /// <param name="scores">One a frame; higher is more anomalous; NaN where the frame was not scored.</param>
    /// <param name="labels">One a frame; 0 normal, 1 anomalous, NaN unknown.</param>
    /// <exception cref="VadException">Lengths differ, a score is infinite, or a label is none of 0, 1, NaN.</exception>
    public VideoScores(string videoId, float[] scores, float[] labels)
    {
        ArgumentNullException.ThrowIfNull(videoId);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Length != labels.Length)
        {
            throw new VadException($"Video '{videoId}' has {Counted.Of(scores.Length, "score")} but {Counted.Of(labels.Length, "label")}; expected one label a frame.");
        }

        for (int frame = 0; frame < scores.Length; frame++)
        {
            if (float.IsInfinity(scores[frame]))
            {
                throw new VadException($"Video '{videoId}', frame {frame}: the score is infinite; expected a number, check the model that gave it.");
            }

            if (labels[frame] is not (0 or 1 or float.NaN))
            {
                throw new VadException($"Video '{videoId}', frame {frame}: the label is {labels[frame]}; expected 0 (normal), 1 (anomalous) or nothing.");
            }
        }

        VideoId = videoId;
        Scores = scores;
        Labels = labels;
    }

    /// <summary>The video's id.</summary>
    public string VideoId { get; }

    /// <summary>One score a frame; NaN where the frame was not scored.</summary>
    public float[] Scores { get; }

    /// <summary>One label a frame: 0 normal, 1 anomalous, NaN unknown.</summary>
    public float[] Labels { get; }

    /// <summary>Why each frame scores as it does; empty where the scores do not say.</summary>
    public IReadOnlyList<Evidence?> Evidence { get; init; } = [];

    /// <summary>Where a network predicts each frame badly; empty where the scores do not say.</summary>
    public IReadOnlyList<ErrorMap?> ErrorMaps { get; init; } = [];

    /// <summary>Frames before the first scored one, filled with its score.</summary>
    public int FilledAtStart { get; private init; }

    /// <summary>Frames after the last scored one, filled with its score.</summary>
    public int FilledAtEnd { get; private init; }

    /// <summary>
    /// The same video with every frame scored: those before the first clip take its score, those after the last one
    /// its. The counts are kept.
    /// </summary>
    /// <exception cref="VadException">No frame is scored, or an unscored frame lies between scored ones.</exception>
    public VideoScores Fill()
    {
        if (Scores.Length == 0)
        {
            throw new VadException($"Video '{VideoId}' has no frames; expected at least one scored frame, check its files.");
        }

        int first = Array.FindIndex(Scores, score => !float.IsNaN(score));
        if (first < 0)
        {
            throw new VadException($"Video '{VideoId}' has {Counted.Of(Scores.Length, "frame")} but no score; it may be shorter than a clip, use a longer video or a shorter clip.");
        }

        int last = Array.FindLastIndex(Scores, score => !float.IsNaN(score));
        int hole = Array.FindIndex(Scores, first, last - first + 1, float.IsNaN);
        if (hole >= 0)
        {
            throw new VadException($"Video '{VideoId}', frame {hole}: the score is missing or NaN between scored frames; score every frame again, or check the model that gave it.");
        }

        if (first == 0 && last == Scores.Length - 1)
        {
            return this;
        }

        float[] scores = [.. Scores];
        scores.AsSpan(0, first).Fill(Scores[first]);
        scores.AsSpan(last + 1).Fill(Scores[last]);
        return new VideoScores(VideoId, scores, Labels)
        {
            Evidence = Evidence,
            ErrorMaps = ErrorMaps,
            FilledAtStart = FilledAtStart + first,
            FilledAtEnd = FilledAtEnd + Scores.Length - 1 - last,
        };
    }

    /// <summary>The same frames and labels under other scores.</summary>
    internal VideoScores WithScores(float[] scores) => new(VideoId, scores, Labels);

    /// <summary>The video without its first <paramref name="count"/> frames.</summary>
    internal VideoScores Drop(int count)
    {
        int dropped = Math.Min(count, Scores.Length);
        return new VideoScores(VideoId, Scores[dropped..], Labels[dropped..]);
    }
}
