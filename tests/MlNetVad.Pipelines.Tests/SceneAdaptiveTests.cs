using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;
using MlNetVad.Torch;
using MlNetVad.Torch.Trainers;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pipelines.Tests;

/// <summary>The third method from actions to score, small: that it fits, is saved, and says what stands in for what.</summary>
public sealed class SceneAdaptiveTests
{
    [Fact]
    public void Create_SmallScene_TrainsSavesAndScoresTheSame()
    {
        var ml = new MLContext(seed: 1);
        SceneAdaptiveOptions options = Small();
        VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=40&fps=10"), test = VideoSource.FromPath("synthetic:scene?videos=1&frames=24&fps=10");
        VideoOptions clipOptions = SceneAdaptive.ClipOptions(options, normal);
        IDataView clips = VideoData.Load(ml, normal, clipOptions);
        ITransformer model = SceneAdaptive.Create(ml, options).Fit(clips);
        IDataView unknown = VideoData.Load(ml, test, clipOptions);
        float[] scores = [.. model.Transform(unknown).GetColumn<float>("Score")];
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
        Assert.True(scores.Distinct().Count() > 3, "objects differ");

        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            VadModel.Save(ml, model, clips.Schema, path);
            VadModel loaded = VadModel.Load(new MLContext(seed: 2), path);
            Assert.Equal(scores, loaded.Transformer.Transform(unknown).GetColumn<float>("Score"));
            Assert.Equal(scores, ml.Model.Load(path, out _).Transform(unknown).GetColumn<float>("Score"));
            Assert.Contains("adapt a model of the NormalModes pipeline", Assert.Throws<VadException>(() => NormalModes.Adapt(ml, loaded, new NormalModesOptions())).Message, StringComparison.Ordinal);
            Assert.Equal(["jumping", "riding a bicycle", "running", "walking", "waving"], loaded.Parts.OfType<ActionFeatureTransformer>().Single().Actions.Order(StringComparer.Ordinal));
            Adapt(ml, loaded);
            Redefine(ml, loaded, test, scores, unknown, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Create_PromptsOfAFile_AreRespondedTo()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(path, "id,name\n0,abseiling\n1,\"air drumming, loudly\"\n");
            var ml = new MLContext(seed: 1);
            SceneAdaptiveOptions options = Small();
            options.Prompts = path;
            VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=40&fps=10");
            IDataView clips = VideoData.Load(ml, normal, SceneAdaptive.ClipOptions(options, normal));
            ITransformer model = SceneAdaptive.Create(ml, options).Fit(clips);
            Assert.Equal("Vector<Single, *, 2>", model.GetOutputSchema(clips.Schema)["SentenceResponses"].Type.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Create_PromptsThatAreNoFile_SaysSo()
    {
        SceneAdaptiveOptions options = Small();
        options.Prompts = "/nowhere/actions.txt";
        Assert.Contains("'/nowhere/actions.txt'", Assert.Throws<VadException>(() => SceneAdaptive.Create(new MLContext(seed: 1), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithAClip_IsThePapersMethodAndStandsInForNothing()
    {
        string vocabulary = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt"), saved = Path.ChangeExtension(vocabulary, ".zip");
        using var clip = new TinyClip(imageSize: 32, width: 64, length: 77, tokens: 515);
        try
        {
            File.WriteAllText(vocabulary, "#version: 0.2\ni n\n");            // 256 letters, twice, one merge, start and end
            var ml = new MLContext(seed: 1);
            SceneAdaptiveOptions options = Small();
            options.Clip = new ClipFileOptions { WeightsPath = clip.Path, VocabularyPath = vocabulary };
            options.ActionCacheFolder = Path.ChangeExtension(vocabulary, null);
            VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=60&fps=10");
            IDataView clips = VideoData.Load(ml, normal, SceneAdaptive.ClipOptions(options, normal));
            ITransformer model = SceneAdaptive.Create(ml, options).Fit(clips);
            float[] scores = [.. model.Transform(clips).GetColumn<float>("Score")];
            Assert.True(scores.Distinct().Count() > 3, "objects differ");

            VadModel.Save(ml, model, clips.Schema, saved);
            VadModel loaded = VadModel.Load(ml, saved);
            Assert.Equal(scores, loaded.Transformer.Transform(clips).GetColumn<float>("Score"));
            Assert.DoesNotContain(loaded.Parts, part => part is ObjectClipEncodingTransformer or OnnxTextEmbeddingTransformer);
            using (ClipTextEncoder encoder = ClipTextEncoder.Load(clip.Path, ClipTokenizer.Open(vocabulary).Encode))
            {
                VadModel said = loaded.Redefine(new TextRedefinition("a person runs", RedefinedAs.Normal), texts => [.. texts.Select(encoder.Encode)]);
                Assert.StartsWith("action: ", said.Redefinitions[0].Meaning, StringComparison.Ordinal);
                Assert.Equal(scores, said.Undo(1).Transformer.Transform(clips).GetColumn<float>("Score"));
                string refused = Assert.Throws<VadException>(() => loaded.Redefine(ml, new TextRedefinition("a person runs", RedefinedAs.Normal))).Message;
                Assert.Contains("give the text tower of the CLIP that it was trained with", refused, StringComparison.Ordinal);
            }

            Assert.Equal(scores, SceneAdaptive.Create(new MLContext(seed: 1), options).Fit(clips).Transform(clips).GetColumn<float>("Score"));   // from the kept actions
            Assert.Single(Directory.GetFiles(options.ActionCacheFolder));
            Assert.Equal(PromptList.Read(null), loaded.Parts.OfType<ActionResponseTransformer>().Single().Actions);
        }
        finally
        {
            File.Delete(vocabulary);
            File.Delete(saved);
            Directory.Delete(Path.ChangeExtension(vocabulary, null), recursive: true);
        }
    }

    [Fact]
    public void EncodedActions_SecondTraining_ReadsTheFileAndSeesWhatIsNew()
    {
        string folder = Directory.CreateTempSubdirectory("mlnetvad-").FullName, actions = Path.Combine(folder, "clips");
        try
        {
            Directory.CreateDirectory(actions);
            var ml = new MLContext(seed: 1);
            int read = 0;
            IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Numbered { Number = ++read * 0 + i }));
            Assert.Equal(0, read);
            Assert.Equal([0, 1, 2], Numbers("a"));
            Assert.Equal([0, 1, 2], Numbers("a"));
            Assert.Equal(3, read);                                          // the second time from the file
            File.WriteAllText(Path.Combine(actions, "new.mp4"), "");
            Assert.Equal([0, 1, 2], Numbers("a"));
            Assert.Equal(6, read);
            Assert.Equal([0, 1, 2], Numbers("another encoder"));
            Assert.Equal(9, read);

            int[] Numbers(string encoder) => [.. EncodedActions.Kept(ml, rows, Path.Combine(folder, "kept"), actions, encoder).GetColumn<int>("Number")];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // actions and modes are the model's, the rest is the new scene's
    private static void Adapt(MLContext ml, VadModel trained)
    {
        var options = new SceneAdaptiveOptions();
        VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=40&fps=10&seed=9");
        IDataView elsewhere = VideoData.Load(ml, normal, SceneAdaptive.ClipOptions(options, normal));
        ITransformer adapted = SceneAdaptive.Adapt(ml, trained, options).Fit(elsewhere);
        Assert.Equal(32, options.ObjectSize);
        ITransformer[] parts = [.. Flat(adapted)];
        Assert.Equal(trained.Parts.Select(part => part.GetType()), parts.Select(part => part.GetType()));
        Assert.Equal(
            [nameof(ObjectClipEncodingTransformer), nameof(ActionFeatureTransformer), nameof(ActionResponseTransformer), nameof(CosineKMeansTransformer), nameof(CosineKMeansTransformer)],
            parts.Where(part => trained.Parts.Contains(part)).Select(part => part.GetType().Name));
        float[] scores = [.. adapted.Transform(elsewhere).GetColumn<float>("Score")];
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
        Assert.True(scores.Distinct().Count() > 3, "objects differ");

        static IEnumerable<ITransformer> Flat(ITransformer part) => part is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [part];
    }

    // in words and by example: saved, live, and undone bit for bit
    private static void Redefine(MLContext ml, VadModel model, VideoSource test, float[] before, IDataView clips, string path)
    {
        VadModel said = model.Redefine(ml, new TextRedefinition("a person walks", RedefinedAs.Anomalous), "anna");
        VadModel both = said.Redefine(ml, test, VideoSegment.Frames(8, 20), RedefinedAs.Anomalous, "anna");
        Assert.Equal("action: walking", both.Redefinitions[0].Meaning);
        Assert.Equal(["action", "sentence"], both.Redefinitions[0].Parts);
        Assert.Equal([1, 2], both.Redefinitions.Select(one => one.Number));
        float[] after = Scores(both);
        Assert.NotEqual(before, after);
        VadModel.Save(ml, both.Transformer, both.InputSchema, path);
        Assert.Equal(after, Scores(VadModel.Load(new MLContext(seed: 3), path)));
        Assert.Equal(after, ml.Model.Load(path, out _).Transform(clips).GetColumn<float>("Score"));
        Assert.Equal(new VideoScorer(ml, both).Score(test).Select(frame => frame.Score), new VideoScorer(ml, both) { Live = true }.Score(test).Select(frame => frame.Score));
        Assert.Equal(Scores(said), Scores(both.Undo(2)));
        Assert.Equal(before, Scores(both.Undo(1, 2)));

        VadModel paper = said.Redefine(ml, new TextRedefinition("a person walks", RedefinedAs.Normal) { Formula = RedefinitionFormula.Paper, Threshold = 0.01 });
        Assert.Equal(["action"], paper.Redefinitions[1].Parts);
        Assert.NotEqual(said.Transformer.Transform(clips).GetColumn<float>("ActionScore"), paper.Transformer.Transform(clips).GetColumn<float>("ActionScore"));
        Assert.Equal(Scores(said), Scores(paper.Undo(2)));
        Assert.Contains("no saved or live model", Assert.ThrowsAny<Exception>(() => VadModel.Save(ml, paper.Transformer, paper.InputSchema, path)).GetBaseException().Message, StringComparison.Ordinal);
        Assert.Contains("no saved or live model", Assert.Throws<VadException>(() => new VideoScorer(ml, paper) { Live = true }.Score(test).First()).Message, StringComparison.Ordinal);

        float[] Scores(VadModel of) => [.. of.Transformer.Transform(clips).GetColumn<float>("Score")];
    }

    private static SceneAdaptiveOptions Small() => new() { ObjectSize = 32, Actions = "synthetic:actions?clips=3", NumberOfModes = 4 };

    private sealed class Numbered
    {
        public int Number { get; set; }
    }
}
