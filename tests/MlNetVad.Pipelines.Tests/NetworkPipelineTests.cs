using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Onnx.Tests.DetectObjects;
using MlNetVad.Onnx.Tests.FrameEncoding;
using MlNetVad.Onnx.Tests.TextEncoding;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>The pipelines with networks in ONNX files in place of the built-in parts, from clips to a loaded model.</summary>
public sealed class NetworkPipelineTests : IDisposable
{
    private const string Scene = "synthetic:scene?seed=5&videos=2&frames=30&width=96&height=64&fps=10";

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("networks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NormalModes_WithADetector_ScoresItsBoxes()
    {
        var options = new NormalModesOptions { NumberOfModes = 2, Detector = Detector() };
        VideoDataView clips = Load(VadSplit.Train, NormalModes.ClipOptions(options, VadDataset.Open(Scene, VadSplit.Train)));

        IDataView scored = SavedAndLoaded(NormalModes.Create(_ml, options).Fit(clips), clips.Schema);

        float[][] boxes = [.. scored.GetColumn<VBuffer<float>>("Objects").Select(b => b.DenseValues().ToArray())];
        Assert.All(boxes, b => Assert.Equal(6 * 6, b.Length));
        Assert.All(scored.GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Redefine_ClassOfTheDetector_MovesThingsOfTheClassAndIsUndoneBitForBit()
    {
        File.WriteAllLines(In("names.txt"), ["person", "bicycle"]);
        ObjectDetectionEstimator.Options detector = Detector(bicycles: 2);
        detector.ClassNamesPath = In("names.txt");
        var options = new NormalModesOptions { NumberOfModes = 2, Detector = detector };
        VideoDataView clips = Load(VadSplit.Train, NormalModes.ClipOptions(options, VadDataset.Open(Scene, VadSplit.Train)));
        VadModel.Save(_ml, NormalModes.Create(_ml, options).Fit(clips), clips.Schema, In("before.zip"));
        var before = VadModel.Load(_ml, In("before.zip"));

        VadModel after = before.Redefine(_ml, new TextRedefinition("a person rides a bicycle", RedefinedAs.Anomalous), "anna");

        Assert.Equal("class: bicycle", after.Redefinitions[0].Meaning);
        VideoDataView test = Load(VadSplit.Test, before.ClipOptions());
        foreach ((float[] old, float[] now, float[] boxes) in ThingScores(before, test).Zip(ThingScores(SaveAndLoad(after), test), before.Transformer.Transform(test).GetColumn<float[]>("Objects")))
        {
            Assert.All(old.Zip(now, boxes.Chunk(6)), thing => Assert.Equal(thing.Third[5] == 1, thing.Second > thing.First));
            Assert.Equal(2, boxes.Chunk(6).Count(box => box[5] == 1));
        }

        Assert.Equal(ThingScores(before, test), ThingScores(after.Undo(1), test));

        // by example: what is of another class than what was shown stays, however alike it moves
        IDataView rows = before.Transformer.Transform(test);
        RedefineAnomaliesTransformer shown = _ml.Transforms.RedefineAnomalies(before, "motion", new Redefinition(1, RedefinedAs.Anomalous, "", 0, 0, "anna", default)).Fit(rows);
        (float Before, float After, float Class)[] things =
        [
            .. rows.GetColumn<float[]>("ObjectScores").Zip(shown.Transform(rows).GetColumn<float[]>("ObjectScores"), rows.GetColumn<float[]>("Objects"))
                .SelectMany(row => row.First.Zip(row.Second, row.Third.Chunk(6).Select(box => box[5]))),
        ];
        (float Before, float After, float Class)[] raised = [.. things.Where(thing => thing.After > thing.Before)];
        Assert.All(raised, thing => Assert.Equal(0, thing.Class));
        Assert.Contains(things, thing => thing.Class == 1 && thing.Before > raised.Min(one => one.Before));
    }

    [Fact]
    public void SibVad_PapersParts_TrainsOnCaptionsTokensAndTheirMeaning()
    {
        string vlm = TestData.Require("golden/vlm");
        File.WriteAllText(In("vocab.txt"), TinyEncoder.Vocabulary);
        SparseFilteringOptions options = Tiny();
        options.Caption.Captioner = new OnnxVisionLanguageCaptioner { FolderPath = vlm, MaximumNewTokens = 6, SystemMessage = "You are a helpful assistant." };
        options.Caption.Every = 4;
        options.TextEncoder = new OnnxTextEmbeddingEstimator.Options { ModelPath = TestData.Require("models/tiny-bert.onnx"), VocabularyPath = In("vocab.txt"), Pooling = TextPooling.Mean };
        options.AppearanceEncoder = new FrameEncodingEstimator.Options { ModelPath = new SmallTower { HasEmbeddings = true }.Save(In("tower.onnx")), EmbeddingOutputName = "patches" };
        VideoDataView clips = Load(VadSplit.Train, SibVad.ClipOptions(options));

        IDataView scored = SavedAndLoaded(SibVad.Create(_ml, options).Fit(clips), clips.Schema);

        string[] captions = [.. scored.GetColumn<ReadOnlyMemory<char>>("Caption").Select(c => c.ToString())];
        Assert.All(captions, caption => Assert.NotEqual("", caption));
        Assert.All(scored.GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
        Assert.NotEmpty(scored.GetColumn<float>("SemanticError").Distinct().Skip(1));
        Assert.Equal(16, ((VectorDataViewType)scored.Schema["Semantic"].Type).Size);
    }

    [Fact]
    public void SfnVad_CaptionsOfAFileAndAnEncoder_NeedNoObjects()
    {
        File.WriteAllText(In("vocab.txt"), TinyEncoder.Vocabulary);
        VideoDataView videos = Load(VadSplit.Train, new VideoOptions());
        IEnumerable<string> names = videos.Source.Videos.Concat(VadDataset.Open(Scene, VadSplit.Test).Videos).Select(v => v.Id).Distinct();
        File.WriteAllLines(In("captions.csv"), ["video,frame,caption", .. names.SelectMany(v => new[] { $"{v},0,a dog", $"{v},15,a dog runs" })]);
        SparseFilteringOptions options = Tiny();
        options.Caption.Captioner = new CaptionFile { Path = In("captions.csv") };
        options.TextEncoder = new OnnxTextEmbeddingEstimator.Options { ModelPath = TinyEncoder.Graph().Save(In("text.onnx")), VocabularyPath = In("vocab.txt") };
        VideoDataView clips = Load(VadSplit.Train, SfnVad.ClipOptions(options));

        IDataView scored = SavedAndLoaded(SfnVad.Create(_ml, options).Fit(clips), clips.Schema);

        Assert.Null(scored.Schema.GetColumnOrNull("Objects"));
        Assert.Equal(["a dog", "a dog runs"], scored.GetColumn<ReadOnlyMemory<char>>("Caption").Select(c => c.ToString()).Distinct());
    }

    [Fact]
    public void SibVad_MiniLM_PredictsTheMeaningOfTheBuiltInSentences()
    {
        SparseFilteringOptions options = Tiny();
        options.TextEncoder = new MiniLMOptions();
        VideoDataView clips = Load(VadSplit.Train, SibVad.ClipOptions(options));

        IDataView scored = SavedAndLoaded(SibVad.Create(_ml, options).Fit(clips), clips.Schema);

        Assert.Equal(384, ((VectorDataViewType)scored.Schema["Semantic"].Type).Size);
        Assert.NotEmpty(scored.GetColumn<float>("SemanticError").Distinct().Skip(1));
        Assert.InRange(new FileInfo(In("model.zip")).Length, 1, 8 << 20);
    }

    [Fact]
    public void Create_ObjectsWithACaptionerOfClips_SaysSo()
    {
        SparseFilteringOptions options = SparseFilteringOptions.ForObjects();
        options.Caption.Captioner = new CaptionFile { Path = "captions.csv" };

        string message = Assert.Throws<VadException>(() => SibVad.Create(_ml, options)).Message;

        Assert.Contains("Caption.Captioner is CaptionFile, which describes whole clips", message, StringComparison.Ordinal);
    }

    private IDataView SavedAndLoaded(ITransformer model, DataViewSchema schema)
    {
        string zip = In("model.zip");
        VadModel.Save(_ml, model, schema, zip);
        VadModel loaded = VadModel.Load(new MLContext(seed: 9), zip);
        VideoDataView test = Load(VadSplit.Test, loaded.ClipOptions());
        IDataView scored = loaded.Transformer.Transform(test);
        Assert.Equal(model.Transform(test).GetColumn<float>("Score"), scored.GetColumn<float>("Score"));
        Assert.Equal(model.Transform(test).GetColumn<float>("Score"), new MLContext(seed: 9).Model.Load(zip, out _).Transform(test).GetColumn<float>("Score"));
        return scored;
    }

    private VadModel SaveAndLoad(VadModel model)
    {
        VadModel.Save(_ml, model.Transformer, model.InputSchema, In("after.zip"));
        return VadModel.Load(_ml, In("after.zip"));
    }

    private static float[][] ThingScores(VadModel model, IDataView clips) => [.. model.Transformer.Transform(clips).GetColumn<float[]>("ObjectScores")];

    private ObjectDetectionEstimator.Options Detector(int bicycles = 0) => new()
    {
        // six boxes that cover the frame, in the 64 x 64 pixels of the network's picture
        ModelPath = SmallDetector.Write(In("detector.onnx"), DetectorFormat.YoloV5, [.. Enumerable.Range(0, 6).Select(i => new GivenBox(i, 11 + (i % 3 * 21), 22 + (i / 3 * 20), 20, 20, 1, i < bicycles ? 0 : 0.9f, i < bicycles ? 0.9f : 0))]),
        Format = DetectorFormat.YoloV5,
    };

    private VideoDataView Load(VadSplit split, VideoOptions options) => VideoData.Load(_ml, VadDataset.Open(Scene, split), options);

    private static SparseFilteringOptions Tiny()
    {
        var options = new SparseFilteringOptions();
        SparseFeatureFilteringTrainer.Options predictor = options.Predictor;
        (predictor.Epochs, predictor.MaximumSteps, predictor.CheckInterval) = (1, 6, 3);
        PredictorOptions network = predictor.Network;
        (network.Height, network.Width, network.PatchSize) = (16, 24, 8);
        (network.Dimension, network.MotionDimension, network.DecoderDepth, network.Reduction) = (16, 16, 1, 4);
        (network.RoutedFilters, network.ActiveFilters) = (7, 2);
        return options;
    }

    private string In(string name) => Path.Combine(_folder, name);
}
