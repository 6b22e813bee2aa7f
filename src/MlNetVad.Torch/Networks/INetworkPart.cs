using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>A box of the papers' figures. Its layers belong to the network itself, so that weight names stay flat.</summary>
internal interface INetworkPart
{
    /// <summary>Registers the part's layers under their weight names.</summary>
    /// <param name="network">The network they belong to.</param>
    void Register(nn.Module network);
}
