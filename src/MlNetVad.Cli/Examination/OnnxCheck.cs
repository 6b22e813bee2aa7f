using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Examination;

/// <summary>The library that runs networks in ONNX files.</summary>
internal static class OnnxCheck
{
    private const string Name = "ONNX Runtime";

    /// <summary>Its version, and what it can compute on.</summary>
    public static Finding Runtime()
    {
        try
        {
            return Ask();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException or OnnxRuntimeException)
        {
            string reason = (e.InnerException ?? e).Message.Split('\n')[0];
            return new Finding(Name, FindingState.Missing, $"does not load: {reason}", "Add the package Microsoft.ML.OnnxRuntime to the program; everything but networks in ONNX files works without it.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Finding Ask()
    {
        OnnxTelemetry.Forbid();
        OrtEnv environment = OrtEnv.Instance();
        return new Finding(Name, FindingState.Ok, $"{environment.GetVersionString()}: {string.Join(", ", environment.GetAvailableProviders())}", "runs detectors, captioners and encoders in ONNX files");
    }
}
