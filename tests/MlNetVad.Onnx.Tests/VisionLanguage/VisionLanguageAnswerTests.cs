using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

public sealed class VisionLanguageAnswerTests : IDisposable
{
    private static readonly ClipShape Shape = new(3, TinyWeights.ImageSize, TinyWeights.ImageSize, 3);

    private const int Img = 259;

    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_OfAClip_IsThatOfPlainLoops(bool useCache)
    {
        byte[] frames = Clips.Random(1, Shape);
        VisionLanguageSetup setup = _tiny.Options(useCache).Prepare();
        var naive = new NaiveVisionLanguage(_tiny.Weights);
        PictureSettings pictures = setup.Words.Pictures;
        float[][] features = [.. frames.Chunk(Shape.FrameBytes).SelectMany(f => naive.See(f, [.. pictures.Mean], [.. pictures.StandardDeviation]))];
        long[] prompt = PromptTokenizer.Open(setup.Files.Vocabulary, setup.Files.Merges, setup.Words.SpecialTokens)
            .Encode(PromptText.Write(setup.Words, Shape.Frames, TinyWeights.ImageTokens));

        List<int> answer = Clips.Answer(_tiny.Options(useCache), frames, Shape);

        Assert.Equal(naive.Answer(prompt, features, 24, TinyModel.ImageToken), answer);
        Assert.True(answer.Distinct().Count() > 5, "an answer of one word tells nothing");
    }

    [Fact]
    public void Answer_OfOtherPictures_IsAnother()
    {
        string[] answers = [.. Enumerable.Range(0, 8).Select(seed => string.Join(' ', Clips.Answer(_tiny.Options(), Clips.Random(seed, Shape), Shape)))];

        Assert.True(answers.Distinct().Count() >= 7, string.Join('\n', answers));
    }

    [Fact]
    public void Answer_AgainOfTheSameClip_IsTheSame()
    {
        using var model = VisionLanguageModel.Open(_tiny.Options().Prepare());
        using IClipDescriber describer = model.CreateDescriber();
        byte[] first = Clips.Random(1, Shape), second = Clips.Random(2, Shape);

        string before = describer.Describe(Clips.As(first, Shape), CancellationToken.None);
        string between = describer.Describe(Clips.As(second, Shape), CancellationToken.None);

        Assert.NotEqual(before, between);
        Assert.Equal(before, describer.Describe(Clips.As(first, Shape), CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_AtAStopToken_EndsBeforeIt(bool useCache)
    {
        byte[] frames = ClipWhoseAnswerHasImg();
        List<int> whole = Clips.Answer(_tiny.Options(useCache), frames, Shape);
        OnnxVisionLanguageCaptioner options = _tiny.Options(useCache);
        options.StopTokens = ["<img>"];

        Assert.Equal(whole[..whole.IndexOf(Img)], Clips.Answer(options, frames, Shape));
    }

    [Fact]
    public void Answer_WithAShorterMaximum_IsTheBeginning()
    {
        byte[] frames = Clips.Random(1, Shape);
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.MaximumNewTokens = 5;

        Assert.Equal(Clips.Answer(_tiny.Options(), frames, Shape)[..5], Clips.Answer(options, frames, Shape));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_OfSeveralTiles_IsThatOfPlainLoops(bool useCache)
    {
        var wide = new ClipShape(2, TinyWeights.ImageSize, 2 * TinyWeights.ImageSize, 3);
        OnnxVisionLanguageCaptioner options = _tiny.Options(useCache);
        options.MaximumTiles = 2;
        byte[] frames = Clips.Random(1, wide);
        using var model = VisionLanguageModel.Open(options.Prepare());
        using VisionLanguageDescriber describer = model.CreateDescriber();
        ImageFeatures seen = describer.See(Clips.As(frames, wide), CancellationToken.None);
        Assert.Equal(2 * 3 * TinyWeights.ImageTokens, seen.Count);
        float[][] features = [.. Enumerable.Range(0, seen.Count).Select(i => seen[i].ToArray())];
        long[] prompt = model.Tokenizer.Encode(PromptText.Write(model.Setup.Words, 2, 3 * TinyWeights.ImageTokens));

        List<int> answer = describer.Answer(Clips.As(frames, wide), CancellationToken.None);

        Assert.Equal(new NaiveVisionLanguage(_tiny.Weights).Answer(prompt, features, 24, TinyModel.ImageToken), answer);
        Assert.NotEqual(answer, Clips.Answer(_tiny.Options(useCache), frames, wide));
    }

    [Fact]
    public void Answer_Cancelled_StopsBetweenTokensAndAnswersTheNextQuestion()
    {
        byte[] frames = Clips.Random(1, Shape);
        using var model = VisionLanguageModel.Open(_tiny.Options().Prepare());
        using VisionLanguageDescriber describer = model.CreateDescriber();
        ImageFeatures features = describer.See(Clips.As(frames, Shape), CancellationToken.None);
        long[] prompt = model.Tokenizer.Encode(PromptText.Write(model.Setup.Words, Shape.Frames, TinyWeights.ImageTokens));
        using var decoding = new GreedyDecoding(model);
        var cancelled = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => decoding.Answer(prompt, features, cancelled));

        Assert.Equal(Clips.Answer(_tiny.Options(), frames, Shape), decoding.Answer(prompt, features, CancellationToken.None));
        Assert.ThrowsAny<OperationCanceledException>(() => describer.Describe(Clips.As(frames, Shape), cancelled));
    }

    [Fact]
    public void Describe_FromTwoThreadsWithOneModel_IsAsFromOne()
    {
        using var model = VisionLanguageModel.Open(_tiny.Options().Prepare());
        string[] alone = Describe(model);

        string[][] together = [.. Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ => Describe(model))];

        Assert.All(together, texts => Assert.Equal(alone, texts));

        static string[] Describe(VisionLanguageModel model)
        {
            using IClipDescriber describer = model.CreateDescriber();
            return [.. Enumerable.Range(0, 10).Select(i => describer.Describe(Clips.As(Clips.Random(i, Shape), Shape), CancellationToken.None))];
        }
    }

    // to a model with random weights, the token means no more than others
    private byte[] ClipWhoseAnswerHasImg()
    {
        using var model = VisionLanguageModel.Open(_tiny.Options().Prepare());
        using VisionLanguageDescriber describer = model.CreateDescriber();
        return Enumerable.Range(0, 200).Select(seed => Clips.Random(seed, Shape))
            .First(frames => describer.Answer(Clips.As(frames, Shape), CancellationToken.None).IndexOf(Img) > 3);
    }
}
