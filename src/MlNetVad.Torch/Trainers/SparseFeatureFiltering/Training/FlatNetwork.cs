using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>A predictor with its weights in one tensor.</summary>
internal sealed class FlatNetwork(FramePredictor network) : FlatWeights(network)
{
    /// <summary>The network.</summary>
    public FramePredictor Network => network;
}
