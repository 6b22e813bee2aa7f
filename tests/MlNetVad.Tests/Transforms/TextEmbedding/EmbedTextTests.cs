using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms.TextEmbedding;

/// <summary>Embeddings of text, through the estimator.</summary>
public sealed class EmbedTextTests
{
    private static readonly float Half = (float)Math.Sqrt(0.5), Third = (float)(1 / Math.Sqrt(3));

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void EmbedText_SingleTexts_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.EmbedText("Semantic", "Caption"), Scalars("One object.", "", "Two objects walk left."), Numbers());

    [Fact]
    public void EmbedText_VectorsOfTexts_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.EmbedText("Semantic", "Caption"), Vectors(["One object.", "Two"], [], [""]), Numbers());

    [Fact]
    public void EmbedText_KnownText_HasItsNgramsAtTheirPlaces()
    {
        IDataView rows = Embed(Scalars("One, OBJECT!"));

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 768), rows.Schema["Semantic"].Type);
        float[] expected = new float[768];
        (expected[312], expected[455], expected[597]) = (Third, Third, Third);   // "one", "object", "one object"
        Assert.Equal(expected, rows.GetColumn<float[]>("Semantic").Single());
    }

    [Fact]
    public void EmbedText_NegativeSignAndUnigramsOnly_AreTaken()
    {
        var options = new HashedTextEmbeddingEstimator.Options { NgramLength = 1 };
        float[] expected = new float[768];
        (expected[347], expected[312]) = (-Half, Half);   // "a", "one"
        Assert.Equal(expected, Embed(Scalars("a one"), options).GetColumn<float[]>("Semantic").Single());
    }

    [Fact]
    public void EmbedText_VectorOfTexts_IsABagOfTheSingleEmbeddings()
    {
        string[] texts = ["One object.", "", "東京 café"];
        IDataView bag = Embed(Vectors(texts));

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 0, 768), bag.Schema["Semantic"].Type);
        Assert.Equal(
            Embed(Scalars(texts)).GetColumn<float[]>("Semantic").SelectMany(e => e),
            bag.GetColumn<float[]>("Semantic").Single());
    }

    [Fact]
    public void EmbedText_RepeatedSentence_CountsOnce()
    {
        float[][] e = [.. Embed(Scalars("Two objects walk.", "Two objects walk. Two objects walk.", "Two objects walk. Two objects fly.")).GetColumn<float[]>("Semantic")];

        Assert.Equal(e[0], e[1]);
        Assert.NotEqual(e[0], e[2]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t…!? -- ")]
    public void EmbedText_NoWords_IsZero(string text) =>
        Assert.All(Embed(Scalars(text)).GetColumn<float[]>("Semantic").Single(), value => Assert.Equal(0f, value));

    [Fact]
    public void EmbedText_AnyText_HasLengthOneAndIgnoresCaseAndPunctuation()
    {
        float[][] e = [.. Embed(Scalars("Two small objects walk left. One large object moves fast.", "two SMALL objects walk, left! One large object moves fast", "nothing moves")).GetColumn<float[]>("Semantic")];

        Assert.All(e, v => Assert.Equal(1.0, v.Sum(x => (double)x * x), 1e-6));
        Assert.Equal(e[0], e[1]);
        Assert.NotEqual(e[0], e[2]);
    }

    [Fact]
    public void EmbedText_ImpossibleOptions_NameTheOption()
    {
        Assert.Contains("Dimension", Refused(new() { Dimension = 0 }), StringComparison.Ordinal);
        Assert.Contains("NgramLength", Refused(new() { NgramLength = 0 }), StringComparison.Ordinal);
    }

    private string Refused(HashedTextEmbeddingEstimator.Options options) =>
        Assert.Throws<VadException>(() => _ml.Transforms.EmbedText(options)).Message;

    private IDataView Embed(IDataView rows, HashedTextEmbeddingEstimator.Options? options = null) =>
        _ml.Transforms.EmbedText(options ?? new()).Fit(rows).Transform(rows);

    private IDataView Scalars(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(t => new One { Caption = t }));

    private IDataView Vectors(params string[][] texts) => _ml.Data.LoadFromEnumerable(texts.Select(t => new Several { Caption = t }));

    private IDataView Numbers() => _ml.Data.LoadFromEnumerable([new Number { Caption = 1 }]);

    private sealed class One
    {
        public string Caption { get; set; } = "";
    }

    private sealed class Several
    {
        public string[] Caption { get; set; } = [];
    }

    private sealed class Number
    {
        public float Caption { get; set; }
    }
}
