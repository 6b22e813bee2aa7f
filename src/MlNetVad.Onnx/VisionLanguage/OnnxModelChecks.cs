using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Checks of opened networks that the parts of a vision-language model share.</summary>
internal static class OnnxModelChecks
{
    /// <summary>Opens a network and makes a part of it; where it does not fit, it is closed again.</summary>
    public static T Open<T>(ModelFile file, Func<OnnxModel, T> make)
    {
        OnnxModel network = OnnxModel.Open(file);
        try
        {
            return make(network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Requires an output of numbers, of whatever shape.</summary>
    /// <exception cref="VadException">It is not there or of another type.</exception>
    public static void RequireFloats(this OnnxModel network, string output)
    {
        int[] any = network.Outputs.TryGetValue(output, out NodeMetadata? node) ? [.. node.Dimensions.Select(_ => -1)] : [];
        network.RequireOutput(output, TensorElementType.Float, any);
    }

    /// <summary>Refuses a network that wants more than it can be given.</summary>
    /// <exception cref="VadException">It has another input.</exception>
    public static void RequireNoOther(this OnnxModel network, IReadOnlyCollection<string> inputs)
    {
        if (network.Inputs.Keys.FirstOrDefault(name => !inputs.Contains(name)) is { } other)
        {
            throw new VadException($"'{network.File.Name}' also wants the input '{other}', which this Layout does not give ({string.Join(", ", inputs.Take(6))}); export it in that form, or choose another Layout.");
        }
    }
}
