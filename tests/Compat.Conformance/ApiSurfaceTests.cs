using System.Reflection;
using Microsoft.ML;
using MlNetVad.TestSupport;

namespace Compat.Conformance;

/// <summary>Nothing may be public here that the official library lacks: code that compiles against this one compiles against that one.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void PublicMembers_OfTheCompatAssembly_AllExistInTheOfficialOnes()
    {
        Assembly assembly = typeof(MLContext).Assembly;
        Assert.SkipUnless(assembly.GetName().Name == "Microsoft.ML", "linked to the official assemblies: there is nothing to compare");

        ApiSurface.RequireNothingBeyond("mlnet-members.txt", assembly, typeof(OnnxCatalog).Assembly);
    }
}
