using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Models;

/// <summary>
/// ONNX Runtime's packages (1.31.1 on Linux) tell their maker over the network which networks a program runs, and keep a number for the device under <c>~/.cache</c>,
/// unless a variable of the environment forbids it before the library starts; its own call that turns events off comes too late. Who watches
/// cameras asks for nothing of the kind: it is forbidden, unless that variable has a value already.
/// </summary>
internal static class OnnxTelemetry
{
    /// <summary>Forbids it; to be called before anything of ONNX Runtime is touched.</summary>
    public static void Forbid() => NativeEnvironment.SetDefault("ORT_DISABLE_TELEMETRY", "1");
}
