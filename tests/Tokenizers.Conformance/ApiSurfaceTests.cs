using System.Reflection;
using Microsoft.ML.Tokenizers;
using MlNetVad.TestSupport;

namespace Tokenizers.Conformance;

/// <summary>Nothing may be public here that the official library lacks: code that compiles against this one compiles against that one.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void PublicMembers_OfTheCompatAssembly_AllExistInTheOfficialOne()
    {
        Assembly assembly = typeof(Tokenizer).Assembly;
        Assert.SkipUnless(assembly.GetName().GetPublicKeyToken() is null or [], "linked to the official assembly, which is signed: there is nothing to compare");

        ApiSurface.RequireNothingBeyond("mlnet-members.txt", assembly);
    }
}
