using MlNetVad.Torch.Native;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>Turns the weights of a PyTorch file (<c>.pth</c>, <c>.pt</c>) into a safetensors file.</summary>
public static class PyTorchImport
{
    /// <summary>
    /// Writes the tensors of a state dict to a safetensors file, whole or not at all; names, shapes, types and bits stay. They are in
    /// memory once while it works.
    /// </summary>
    /// <param name="source">The file that <c>torch.save</c> wrote (PyTorch 1.6 or later): a dictionary of named tensors, or one that holds such a dictionary.</param>
    /// <param name="destination">The safetensors file.</param>
    /// <param name="key">The entry of the file that holds the tensors; null where the file is that dictionary, or holds only one.</param>
    /// <returns>The tensors that were written, in the order of their bytes.</returns>
    /// <exception cref="VadException">The source is missing, damaged, of another kind, or of a type that <see cref="WeightType"/> lacks; or the destination cannot be written.</exception>
    public static IReadOnlyList<WeightInfo> Convert(string source, string destination, string? key = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        if (Path.GetFullPath(source) == Path.GetFullPath(destination))
        {
            throw new VadException($"'{destination}' would replace the file that is imported; give another name.");
        }

        TorchLibrary.Require();
        using var scope = NewDisposeScope();
        SafeTensorsWriter writer = new SafeTensorsWriter().AddMetadata("format", "pt");
        foreach ((string name, Tensor value) in PyTorchStateDict.Read(source, key))
        {
            Add(writer, source, name, value);
        }

        writer.Save(destination);
        using SafeTensorsReader written = SafeTensorsReader.Open(destination);
        return written.Tensors;
    }

    private static void Add(SafeTensorsWriter writer, string source, string name, Tensor value)
    {
        if (name == WeightLayout.MetadataKey || !WeightTypes.TryStore(value.dtype, out _))
        {
            throw new VadException(
                $"The tensor '{name}' ({value.dtype}) of '{source}' cannot be stored: a safetensors file takes {WeightTypes.Names}, and the name {WeightLayout.MetadataKey} is its own; leave it out or convert it in PyTorch.");
        }

        writer.Add(name, value);
    }
}
