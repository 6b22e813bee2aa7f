using Microsoft.ML.OnnxRuntime;

namespace MlNetVad.TestSupport.Graphs;

/// <summary>Skips a test, visibly, where this was built without ONNX Runtime.</summary>
internal static class OnnxRuntimePresence
{
    private static readonly string? Missing = Probe();

    /// <summary>Skips the running test unless networks can be run.</summary>
    public static void Require() => Assert.SkipUnless(Missing is null, Missing ?? "");

    private static string? Probe()
    {
        try
        {
            using var options = new SessionOptions();
            return null;
        }
        catch (Exception e) when (e.GetBaseException() is DllNotFoundException missing)
        {
            return missing.Message;
        }
    }
}
