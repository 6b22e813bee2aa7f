using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.TextEncoding;

/// <summary>Which output of an encoder holds what the pooling needs.</summary>
internal static class EncoderOutput
{
    /// <summary>The named output, the usual one, or the only one of the right rank.</summary>
    /// <exception cref="VadException">There is none.</exception>
    public static string Choose(OnnxModel network, TextEncoderSettings settings)
    {
        bool pooled = settings.Pooling == TextPooling.Pooler;
        int rank = pooled ? 2 : 3;
        string usual = pooled ? "pooler_output" : "last_hidden_state";
        string[] fitting = [.. network.Outputs.Where(o => o.Value.IsTensor && o.Value.Dimensions.Length == rank).Select(o => o.Key)];
        string? name = settings.OutputName ?? (network.Outputs.ContainsKey(usual) ? usual : fitting.Length == 1 ? fitting[0] : null);
        if (name is null)
        {
            string outputs = string.Join(", ", network.Outputs.Select(o => $"{o.Key} of rank {o.Value.Dimensions.Length}"));
            throw new VadException(
                $"'{network.File.Name}' has no output '{usual}' and not one output of rank {rank}, which {settings.Pooling} pooling reads; its outputs are: {outputs}. " +
                $"Set OutputName, or another Pooling.");
        }

        int[] anything = [.. Enumerable.Repeat(-1, rank)];
        if (network.Outputs.TryGetValue(name, out NodeMetadata? found) && found.IsTensor && found.Dimensions.Length is > 0 and var actual && actual != rank)
        {
            throw WrongRank(network, name, actual, settings.Pooling);
        }

        network.RequireOutput(name, TensorElementType.Float, anything);
        return name;
    }

    /// <summary>The complaint about an output that the pooling cannot read.</summary>
    public static VadException WrongRank(OnnxModel network, string name, int rank, TextPooling pooling) => new(
        $"The output '{name}' of '{network.File.Name}' has rank {rank}; {pooling} pooling reads {(pooling == TextPooling.Pooler ? "[batch, d]" : "[batch, tokens, d]")}: set Pooling to {(rank == 2 ? "Pooler" : "Mean or ClassToken")}, or OutputName.");
}
