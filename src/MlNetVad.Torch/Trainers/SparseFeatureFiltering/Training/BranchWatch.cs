using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// Watches the size of each branch's weights: coupled weight decay with a small loss kills a branch within minutes, and
/// the loss does not show it.
/// </summary>
internal sealed class BranchWatch
{
    private const double DeadShare = 0.01;
    private readonly nn.Module _network;
    private readonly Dictionary<string, double> _atStart;
    private readonly HashSet<string> _reported = [];

    public BranchWatch(nn.Module network)
    {
        _network = network;
        _atStart = Sizes();
    }

    /// <summary>Branches whose weights have shrunk to a hundredth since the start, each named once.</summary>
    public IReadOnlyList<string> NewlyDead()
    {
        Dictionary<string, double> now = Sizes();
        return [.. now.Where(b => b.Value < DeadShare * _atStart[b.Key] && _reported.Add(b.Key)).Select(b => b.Key)];
    }

    // matrices only: a bias or a ReZero scalar may begin at zero
    private Dictionary<string, double> Sizes()
    {
        using IDisposable untracked = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return _network.named_parameters()
            .Where(p => p.parameter.dim() > 1)
            .GroupBy(p => p.name.Split('.')[0])
            .ToDictionary(g => g.Key, g => g.Average(p => (double)p.parameter.abs().mean().item<float>()));
    }
}
