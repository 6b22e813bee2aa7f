namespace MlNetVad.Evaluation;

/// <summary>One video's rows of a score file, in the order of the file, until they are all there.</summary>
internal sealed class ScoreRows(string video)
{
    private readonly List<Row> _rows = [];

    /// <summary>Takes the next row.</summary>
    public void Add(int frame, float score, float label) => _rows.Add(new Row(frame, score, label));

    /// <summary>What is wrong: frames below 0, missing ones, ones that are there twice.</summary>
    public IEnumerable<string> FindFaults()
    {
        if (!IsSorted())
        {
            _rows.Sort((a, b) => a.Frame.CompareTo(b.Frame));
        }

        int next = 0;
        foreach (Row row in _rows)
        {
            if (row.Frame < next)
            {
                yield return row.Frame < 0
                    ? $"video '{video}': frame {row.Frame} is below 0"
                    : $"video '{video}': frame {row.Frame} is twice";
                continue;
            }

            if (row.Frame > next)
            {
                yield return $"video '{video}': {Faults.Frames(next, row.Frame - 1)} {(row.Frame - next == 1 ? "is" : "are")} missing";
            }

            next = row.Frame + 1;
        }
    }

    /// <summary>The whole video; only where <see cref="FindFaults"/> found none.</summary>
    public VideoScores ToVideo()
    {
        float[] scores = new float[_rows.Count], labels = new float[_rows.Count];
        foreach (Row row in _rows)
        {
            (scores[row.Frame], labels[row.Frame]) = (row.Score, row.Label);
        }

        return new VideoScores(video, scores, labels);
    }

    private bool IsSorted()
    {
        for (int i = 1; i < _rows.Count; i++)
        {
            if (_rows[i].Frame < _rows[i - 1].Frame)
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Row(int Frame, float Score, float Label);
}
