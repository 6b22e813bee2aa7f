using CsvHelper;
using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Cli.Archives;

/// <summary>Puts the results of jobs together: the same bytes as <c>mlnetvad score</c> writes in one go.</summary>
internal sealed class ArchiveScores(float threshold)
{
    /// <summary>Each video's frames and highest score.</summary>
    public List<ScoredVideo> Videos { get; } = [];

    /// <summary>Writes the videos that are whole, with their labels of today; the file appears whole or not at all.</summary>
    public void Write(string path, IEnumerable<(VadVideo Video, IReadOnlyList<ArchiveJob> Jobs)> whole, CancellationToken cancellation)
    {
        using var file = new ScoresCsvWriter(path, times: true);
        foreach ((VadVideo video, IReadOnlyList<ArchiveJob> jobs) in whole)
        {
            var scored = new ScoredVideo(video.Id, 0, 0, float.NegativeInfinity, 0);
            foreach ((long frame, float score, double? time) in jobs.SelectMany(job => Read(job.Part)))
            {
                file.Add(video.Id, frame, score, video.LabelOf((int)frame), time);
                scored = scored with
                {
                    Frames = scored.Frames + 1,
                    Alarmed = scored.Alarmed + (score > threshold ? 1 : 0),
                    Highest = Math.Max(score, scored.Highest),
                    HighestFrame = score > scored.Highest ? frame : scored.HighestFrame,
                };
            }

            video.CheckLabelLength((int)scored.Frames);
            Videos.Add(scored);
            cancellation.ThrowIfCancellationRequested();
        }

        file.Commit();
    }

    private static IEnumerable<(long Frame, float Score, double? Time)> Read(string part)
    {
        using var csv = new CsvReader(new StreamReader(part), ScoresCsv.Format);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            yield return (csv.GetField<long>("frame"), csv.GetField<float>("score"), csv.GetField<double?>(ScoresCsv.Time));
        }
    }
}

/// <summary>One video's scores in a line.</summary>
internal sealed record ScoredVideo(string Video, long Frames, long Alarmed, float Highest, long HighestFrame);
