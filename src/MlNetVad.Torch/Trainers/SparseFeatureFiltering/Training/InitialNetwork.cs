using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>The network of an earlier training, to go on from.</summary>
internal static class InitialNetwork
{
    /// <summary>Gives a network the weights of the one in a model zip.</summary>
    /// <param name="network">Takes them.</param>
    /// <param name="path">The zip.</param>
    /// <exception cref="VadException">There is no such model, it predicts no frames, or its network has other options.</exception>
    public static void Load(FramePredictor network, string path)
    {
        var ml = new MLContext();
        SparseFeatureFilteringTransformer earlier = VadModel.Load(ml, path).Parts.OfType<SparseFeatureFilteringTransformer>().LastOrDefault()
            ?? throw new VadException($"'{path}' has no network that predicts frames; name a model of SfnVad or SibVad in {nameof(SparseFeatureFilteringTrainer.Options.InitialModelPath)}.");
        Copy(network, earlier.Model.Network, $"'{path}'");
    }

    /// <summary>Gives a network the weights of another one.</summary>
    /// <param name="network">Takes them.</param>
    /// <param name="earlier">The other.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="VadException">Its options are others.</exception>
    public static void Copy(FramePredictor network, FramePredictor earlier, string name)
    {
        using var bytes = new MemoryStream();
        ModuleWeights.Save(earlier, bytes);
        using SafeTensorsReader weights = SafeTensorsReader.Open(bytes.ToArray(), name);
        ModuleWeights.Load(network, weights);
    }
}
