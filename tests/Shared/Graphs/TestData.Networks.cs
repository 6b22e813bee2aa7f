using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.TestSupport;

/// <summary>Data that is a network needs ONNX Runtime too.</summary>
internal static partial class TestData
{
    static partial void CheckNetworks(string path)
    {
        bool isNetwork = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.onnx", SearchOption.AllDirectories).Any()
            : path.EndsWith(".onnx", StringComparison.Ordinal);
        if (isNetwork)
        {
            OnnxRuntimePresence.Require();
        }
    }
}
