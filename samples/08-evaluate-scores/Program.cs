// Evaluates scores wherever they come from: another program, a paper's code, a rule of thumb.
//   dotnet run                          brightness as a score, on a generated scene
//   dotnet run -- scores.csv            video,frame,score,label
using MlNetVad.Evaluation;
using MlNetVad.Video;

IReadOnlyList<VideoScores> videos = args.Length > 0 ? ScoresCsv.Read(args[0]) : Brightness();
VadEvaluationReport report = VadEvaluator.Evaluate(videos, new EvaluationOptions { VideoFramesPerSecond = 10 }, new EvaluationContext { DatasetName = "the scene" });

Console.WriteLine($"Micro AUC {report.MicroAuc:0.000} (95 % from {report.MicroAucCi95[0]:0.000} to {report.MicroAucCi95[1]:0.000}), within videos {report.WithinVideoAuc:0.000}");
foreach (BaselineResult baseline in report.Baselines)
{
    Console.WriteLine($"  what needs no model: {baseline.Name} reaches {baseline.MicroAuc:0.000}");
}

foreach (string note in report.Notes)
{
    Console.WriteLine($"  note: {note}");
}

// A score a frame, higher is more unusual; a label a frame, 0 normal, 1 anomalous, NaN unknown.
static IReadOnlyList<VideoScores> Brightness()
{
    var table = new FrameScoreTable();
    foreach (VadVideo video in VideoSource.FromPath("synthetic:scene?split=test&videos=3&frames=120&width=120&height=90&fps=10").Videos)
    {
        using FrameReader frames = video.OpenFrames();
        table.AddVideo(video.Id, video.FrameCount!.Value, [.. video.Labels!]);
        var pixels = new byte[frames.Format.FrameBytes];
        for (int frame = 0; frames.Read(pixels); frame++)
        {
            table.Add(video.Id, frame, (float)pixels.Average(value => value));
        }
    }

    return table.Build();
}
