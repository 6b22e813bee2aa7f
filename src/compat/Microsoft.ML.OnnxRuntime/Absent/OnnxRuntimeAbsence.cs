namespace Microsoft.ML.OnnxRuntime;

/// <summary>What is said where ONNX Runtime was not there when this was built.</summary>
internal static class OnnxRuntimeAbsence
{
    /// <summary>The error of everything that would need it.</summary>
    public static DllNotFoundException Error() => new(
        "ONNX Runtime was not installed when this program was built: run 'npm ci' in src/compat/Microsoft.ML.OnnxRuntime and build again, or build with -p:MlNet=official where the official packages are.");
}
