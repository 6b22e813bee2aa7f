namespace MlNetVad.TestSupport.Graphs;

/// <summary>Tests are skipped where ONNX Runtime is missing; this program needs it.</summary>
internal static class OnnxRuntimePresence
{
    public static void Require()
    {
    }
}
