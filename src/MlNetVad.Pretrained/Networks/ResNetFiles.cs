using MlNetVad.Persistence;

namespace MlNetVad.Pretrained.Networks;

/// <summary>ResNet18's weights, and the mean of the pictures that it was trained on.</summary>
/// <param name="Weights">The network.</param>
/// <param name="Mean">The network that prepares its pictures, for the mean picture in it.</param>
internal sealed record ResNetFiles(ModelFile Weights, ModelFile Mean)
{
    private const string Folder = "nuget:Microsoft.ML.DnnImageFeaturizer.ResNet18/0.23.1/DnnImageModels/";
    private const string WeightsPath = Folder + "ResNet18Onnx/ResNet18.onnx", MeanPath = Folder + "ResNetPrepOnnx/ResNetPreprocess.onnx";

    /// <summary>The package's files.</summary>
    /// <param name="carried">Whether a saved model carries them.</param>
    /// <exception cref="VadException">The package is not there.</exception>
    public static ResNetFiles Open(bool carried)
    {
        long limit = carried ? long.MaxValue : 0;
        return new ResNetFiles(ModelFile.Open(WeightsPath, "ResNet18", limit), ModelFile.Open(MeanPath, "ResNet18's mean picture", limit));
    }

    /// <summary>Writes them, or where they are, into a component's payload.</summary>
    public void Write(BinaryWriter writer)
    {
        Weights.Write(writer);
        Mean.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The package is not there, or is another one.</exception>
    public static ResNetFiles Read(BinaryReader reader) => new(ModelFile.Read(reader), ModelFile.Read(reader));
}
