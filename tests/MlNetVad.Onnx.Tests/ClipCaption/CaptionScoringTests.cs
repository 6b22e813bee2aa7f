using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Trainers;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Models with captions, scored from a saved file.</summary>
public sealed class CaptionScoringTests : IDisposable
{
    private static readonly string[] Sentences = ["Two people walk.", "A car passes.", "Nobody is there."];

    private readonly string _folder = Directory.CreateTempSubdirectory("scoring").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Score_LiveEndpointRefusesTheKey_WarnsInTheLogAndScoresEveryFrame()
    {
        bool refuses = false;
        using var server = new ChatServer(n => refuses ? ChatServer.Reply.Error(401, "who are you?") : ChatServer.Reply.Of(Sentences[n % 3]));
        VadModel model = Train(server.Captioner());
        refuses = true;
        var ml = new MLContext(seed: 1);
        var warned = new System.Collections.Concurrent.BlockingCollection<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
            {
                warned.Add(e.Message);
            }
        };

        string? warning = null;
        var frames = new List<long>();
        foreach (FrameScore score in new VideoScorer(ml, model) { Live = true }.Score(Camera()))
        {
            frames.Add(score.Frame);
            Assert.True(frames.Count != 20 || warned.TryTake(out warning, TimeSpan.FromSeconds(20)));   // a camera gives the endpoint time to answer
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(i => (long)i), frames);
        Assert.Contains("refuses the key (401: who are you?)", warning, StringComparison.Ordinal);
        VadException error = Assert.Throws<VadException>(() => new VideoScorer(ml, model).Score(Camera()).Count());
        Assert.Contains("refuses the key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_FilesWhileTheEndpointIsAway_WarnsInTheLogAndGivesTheScoresOfKeptCaptions()
    {
        bool away = false;
        using var server = new ChatServer(n => away ? ChatServer.Reply.Error(500, "away") : ChatServer.Reply.Of(Sentences[n % 3]));
        VadModel model = Train(server.Captioner());
        away = true;
        var ml = new MLContext(seed: 1);
        var warned = new List<string>();
        ml.Log += (_, e) => warned.AddRange(e.Kind == ChannelMessageKind.Warning ? [e.Message] : []);

        FrameScore[] scores = [.. new VideoScorer(ml, model).Score(Camera())];

        Assert.Equal(30, scores.Length);
        Assert.Single(scores.Select(s => s.Score).Distinct());   // all of them without a caption
        Assert.Equal(2, warned.Count);                           // the first and the tenth
        Assert.Contains("failed (500: away)", warned[0], StringComparison.Ordinal);
    }

    private static VideoSource Camera() => new("camera", [ClipRows.Film("camera", 30)]);

    private VadModel Train(OpenAiCompatibleCaptioner captioner)
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = ClipRows.Of(ml, ("a", 30));
        ITransformer model = ml.Transforms.CaptionClip("Caption", "Clip", captioner)
            .Append(ml.Transforms.EmbedText("Semantic", "Caption"))
            .Append(ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options { FeatureColumnName = "Semantic", NumberOfModes = 2 }))
            .Fit(rows);
        string path = Path.Combine(_folder, "model.zip");
        VadModel.Save(ml, model, rows.Schema, path);
        return VadModel.Load(ml, path);
    }
}
