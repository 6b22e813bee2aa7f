using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.TextEncoding;

public sealed class OnnxTextEmbeddingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("text").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // "a dog running" is [CLS] a dog [UNK] [SEP] = 2 4 5 1 3, "A dog runs" is 2 4 5 6 3
    [Theory]
    [InlineData(TextPooling.Pooler, new[] { 4f, 6f, 2f })]
    [InlineData(TextPooling.ClassToken, new[] { 2f, 3f, 1f })]
    [InlineData(TextPooling.Mean, new[] { 4f, 5f, 1f })]
    public void EmbedText_Pooling_ReadsItsOutput(TextPooling pooling, float[] expected)
    {
        Assert.Equal(expected, Embed("A dog runs", pooling));
    }

    [Fact]
    public void EmbedText_Normalize_GivesLengthOne()
    {
        float[] vector = Embed("A dog runs", TextPooling.Mean, normalize: true);

        Assert.Equal(1f, vector.Sum(v => v * v), 1e-6);
        Assert.Equal(vector[0] * 1.25f, vector[1], 1e-6);
    }

    [Fact]
    public void EmbedText_EmptyAndLongText_AreEncodedAndCut()
    {
        string model = TinyEncoder.Graph().Save(File("tiny.onnx"));
        IDataView data = Texts("", string.Join(' ', Enumerable.Repeat("dog", 50_000)));
        var options = new OnnxTextEmbeddingEstimator.Options { ModelPath = model, VocabularyPath = Vocabulary(), Pooling = TextPooling.Mean, MaximumTokens = 4 };

        float[][] vectors = Read(_ml.Transforms.EmbedText(options).Fit(data).Transform(data));

        Assert.Equal([2.5f, 3.5f, 1f], vectors[0]);                 // [CLS] [SEP]
        Assert.Equal([15f / 4, 19f / 4, 1f], vectors[1]);           // [CLS] dog dog [SEP]
    }

    [Theory]
    [InlineData("a", 1_000_000, 1)]          // [CLS] [UNK] [SEP]: one word
    [InlineData(" ", 1_000_000, 0)]          // [CLS] [SEP]
    [InlineData("🚲", 500_000, 1)]
    [InlineData("dogs", 25_000, 1)]
    [InlineData("dog.", 250_000, 510)]       // cut off at 512 tokens
    public void EmbedText_HugeText_IsEncodedLikeItsBeginning(string part, int times, int tokens)
    {
        string model = TinyEncoder.Graph().Save(File("tiny.onnx"));
        IDataView data = Texts(string.Concat(Enumerable.Repeat(part, times)));

        float[] vector = Assert.Single(Read(_ml.Transforms.EmbedText("Semantic", "Caption", model, Vocabulary(), TextPooling.Mean).Fit(data).Transform(data)));

        float sum = 2 + 3 + (tokens == 510 ? 255 * (5 + 1) : tokens);
        Assert.Equal(sum / (tokens + 2), vector[0], 1e-4);
    }

    [Fact]
    public void EmbedText_MaximumTokensOfTwo_IsTheEmptyText()
    {
        var options = new OnnxTextEmbeddingEstimator.Options { ModelPath = TinyEncoder.Graph().Save(File("tiny.onnx")), VocabularyPath = Vocabulary(), Pooling = TextPooling.Mean, MaximumTokens = 2 };
        IDataView data = Texts("a dog");

        Assert.Equal([2.5f, 3.5f, 1f], Assert.Single(Read(_ml.Transforms.EmbedText(options).Fit(data).Transform(data))));
    }

    [Fact]
    public void EmbedText_NetworkWithoutTypes_IsGivenNone()
    {
        string model = TinyEncoder.Graph(withTypes: false).Save(File("plain.onnx"));
        IDataView data = Texts("dog");

        Assert.Equal([4f, 6f, 2f], Assert.Single(Read(_ml.Transforms.EmbedText("Semantic", "Caption", model, Vocabulary()).Fit(data).Transform(data))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EmbedText_Contract(bool severalTexts)
    {
        IEstimator<ITransformer> estimator = _ml.Transforms.EmbedText("Semantic", "Caption", TinyEncoder.Graph().Save(File("tiny.onnx")), Vocabulary(), TextPooling.Mean);
        IDataView one = Texts("a dog", "a dog runs", "", "a dog");
        IDataView several = _ml.Data.LoadFromEnumerable([new Many { Caption = ["a dog", "dog runs"] }, new Many(), new Many { Caption = ["a"] }]);
        IDataView wrong = _ml.Data.LoadFromEnumerable([new Wrong()]);

        EstimatorContract.Check(_ml, estimator, severalTexts ? several : one, wrong);
    }

    [Fact]
    public void EmbedText_SeveralTexts_GiveARowEach()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Many { Caption = ["dog", "a", "dog"] }]);
        ITransformer model = _ml.Transforms.EmbedText("Semantic", "Caption", TinyEncoder.Graph().Save(File("tiny.onnx")), Vocabulary(), TextPooling.Mean).Fit(data);

        float[] rows = Assert.Single(Read(model.Transform(data)));

        float[] dog = Embed("dog", TextPooling.Mean), a = Embed("a", TextPooling.Mean);
        Assert.Equal([.. dog, .. a, .. dog], rows);
    }

    [Theory]
    [InlineData("no file", "The sentence encoder 'NONE' is not there")]
    [InlineData("no vocabulary", "The vocabulary 'NONE' is not there")]
    [InlineData("no network", "cannot be opened as an ONNX network")]
    [InlineData("other network", "has no input 'input_ids'; its inputs are: x Float[?, 2]")]
    [InlineData("pooled only", "The output 'y' of 'pooled.onnx' has rank 2; Mean pooling reads [batch, tokens, d]")]
    public void Fit_WrongFiles_OneSentence(string what, string expected)
    {
        OnnxRuntimePresence.Require();
        string none = File("NONE");
        string model = what switch
        {
            "no file" => none,
            "no network" => Vocabulary(),
            "other network" => new OnnxGraph().Input("x", OnnxGraph.Element.Float, "n", 2).Output("y", OnnxGraph.Element.Float, "n", 2).Node("Relu", ["x"], "y").Save(File("other.onnx")),
            "pooled only" => Pooled().Save(File("pooled.onnx")),
            _ => TinyEncoder.Graph().Save(File("tiny.onnx")),
        };
        var options = new OnnxTextEmbeddingEstimator.Options
        {
            ModelPath = model,
            VocabularyPath = what == "no vocabulary" ? none : Vocabulary(),
            Pooling = TextPooling.Mean,
            OutputName = what == "pooled only" ? "y" : null,
        };

        string message = Assert.Throws<VadException>(() => _ml.Transforms.EmbedText(options).Fit(Texts("dog"))).Message;

        Assert.Contains(expected, message.Replace(none, "NONE", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void EmbedText_WithoutPath_SaysWhatIsMissing()
    {
        string message = Assert.Throws<VadException>(() => _ml.Transforms.EmbedText(new OnnxTextEmbeddingEstimator.Options())).Message;

        Assert.StartsWith("ModelPath is not set; it names the sentence encoder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedText_TinyBert_SavesAndLoadsBitEqual()
    {
        string model = TestData.Require("models/tiny-bert.onnx");
        IDataView data = Texts("A dog runs.", "A dog!", "人 dog 🚶");
        ITransformer fitted = _ml.Transforms.EmbedText("Semantic", "Caption", model, Vocabulary(), TextPooling.Mean).Fit(data);
        string zip = File("bert.zip");
        VadModel.Save(_ml, fitted, data.Schema, zip);

        float[][] before = Read(fitted.Transform(data));
        float[][] after = Read(VadModel.Load(new MLContext(seed: 2), zip).Transformer.Transform(data));

        Assert.Equal(before, after);
        Assert.All(before, vector => Assert.True(vector.Length > 1 && vector.All(float.IsFinite)));
        Assert.NotEqual(before[0], before[1]);
    }

    [Theory]
    [InlineData("moved", "is not at")]
    [InlineData("changed", "is not the file that the model was trained with")]
    public void Load_AReferencedNetworkThatIsNotAsItWas_SaysSo(string what, string expected)
    {
        string model = TinyEncoder.Graph().Save(File("large.onnx"));
        System.IO.File.WriteAllText(model + "_data", "weights beside the graph make it a reference");
        IDataView data = Texts("a dog");
        ITransformer fitted = _ml.Transforms.EmbedText("Semantic", "Caption", model, Vocabulary()).Fit(data);
        string zip = File("model.zip");
        VadModel.Save(_ml, fitted, data.Schema, zip);
        Assert.Equal(Read(fitted.Transform(data)), Read(VadModel.Load(_ml, zip).Transformer.Transform(data)));
        if (what == "moved")
        {
            System.IO.File.Move(model, File("elsewhere.onnx"));
        }
        else
        {
            System.IO.File.AppendAllText(model + "_data", "!");
        }

        string message = Assert.Throws<VadException>(() => VadModel.Load(_ml, zip)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(model, message, StringComparison.Ordinal);
    }

    private float[] Embed(string text, TextPooling pooling, bool normalize = false)
    {
        IDataView data = Texts(text);
        string model = TinyEncoder.Graph().Save(File("tiny.onnx"));
        return Read(_ml.Transforms.EmbedText("Semantic", "Caption", model, Vocabulary(), pooling, normalize).Fit(data).Transform(data))[0];
    }

    private static OnnxGraph Pooled() => new OnnxGraph()
        .Input("input_ids", OnnxGraph.Element.Int64, "n", "t")
        .Input("attention_mask", OnnxGraph.Element.Int64, "n", "t")
        .Output("y", OnnxGraph.Element.Float, "n", "t")
        .Node("Add", ["input_ids", "attention_mask"], "sum")
        .Node("Cast", ["sum"], "y", ("to", 1L));

    private static float[][] Read(IDataView view) =>
        [.. view.GetColumn<VBuffer<float>>("Semantic").Select(vector => vector.DenseValues().ToArray())];

    private IDataView Texts(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new One { Caption = text }));

    private string Vocabulary()
    {
        System.IO.File.WriteAllText(File("vocab.txt"), TinyEncoder.Vocabulary);
        return File("vocab.txt");
    }

    private string File(string name) => Path.Combine(_folder, name);

    private sealed class One
    {
        public string Caption { get; set; } = "";
    }

    private sealed class Many
    {
        public string[] Caption { get; set; } = [];
    }

    private sealed class Wrong
    {
        public float Caption { get; set; }
    }
}
