using MlNetVad.Torch.Native;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Optimization;

/// <summary>
/// Builds networks one at a time: their first weights come from the engine's global generator, and what one thread draws must not
/// change what a seed means to another.
/// </summary>
internal static class FirstWeights
{
    private static readonly Lock Gate = new();

    /// <summary>A network whose first weights the seed decides.</summary>
    public static TNetwork Seeded<TNetwork>(Func<TNetwork> make, int seed)
        where TNetwork : nn.Module
    {
        lock (Gate)
        {
            TorchLibrary.Require();   // before the first use of torch, whose own message would mislead
            random.manual_seed(seed);
            return make();
        }
    }

    /// <summary>A network whose weights are about to be loaded.</summary>
    public static TNetwork Any<TNetwork>(Func<TNetwork> make)
        where TNetwork : nn.Module
    {
        lock (Gate)
        {
            TorchLibrary.Require();
            return make();
        }
    }
}
