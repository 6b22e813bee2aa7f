using System.Runtime.CompilerServices;
using MlNetVad.Torch.Native;

namespace MlNetVad.TestSupport;

/// <summary>Tests may touch <c>torch</c> before anything of MlNetVad.Torch: its library comes first.</summary>
internal static class EarlyTorch
{
    [ModuleInitializer]
    internal static void Load() => TorchLibrary.Require();
}
