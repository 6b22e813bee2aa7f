using MlNetVad.TestSupport;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

/// <summary>Nothing may be public here that the official library lacks: code that compiles against this one compiles against that one.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void PublicMembers_OfTheCompatAssembly_AllExistInTheOfficialOne()
    {
        Linked.RequireOurs();

        ApiSurface.RequireNothingBeyond("torchsharp-members.txt", typeof(Tensor).Assembly);
    }
}
