using static TorchSharp.torch;

namespace TorchSharp.Conformance.Support;

/// <summary>Which of the two libraries the tests run against.</summary>
internal static class Linked
{
    public static bool ToOurs => typeof(Tensor).Assembly.GetType("TorchSharp.BufferPool") is not null;

    /// <summary>Skips a test of what only our engine promises.</summary>
    public static void RequireOurs() => Assert.SkipUnless(ToOurs, "linked to the official library: this is a promise of our engine alone");
}
