using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Scores;

/// <summary>Keeps the scores for a picture: eight bytes a frame.</summary>
internal sealed class ScoreCurve
{
    private readonly List<(string Video, List<float> Scores, List<float> Labels)> _videos = [];

    /// <summary>Takes the next frame.</summary>
    public void Add(FrameScore frame)
    {
        if (_videos.Count == 0 || _videos[^1].Video != frame.Video)
        {
            _videos.Add((frame.Video, [], []));
        }

        _videos[^1].Scores.Add(frame.Score);
        _videos[^1].Labels.Add(frame.Label);
    }

    /// <summary>Draws the picture into a file that appears whole or not at all.</summary>
    public void Save(string path, double? threshold, string title) =>
        ScoreCurveSvg.Save(path, [.. _videos.Select(v => new VideoScores(v.Video, [.. v.Scores], [.. v.Labels]))], threshold, title);
}
