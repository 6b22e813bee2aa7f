namespace TorchSharp;

using static torch;

/// <summary>What an operation needs to take part in reverse-mode differentiation.</summary>
internal static class Autograd
{
    internal static bool Needed(Tensor a) => a?.Meta is not null && GradMode.Enabled;

    internal static bool Needed(Tensor a, Tensor b) => GradMode.Enabled && (a?.Meta is not null || b?.Meta is not null);

    internal static bool Needed(Tensor a, Tensor b, Tensor c) => GradMode.Enabled && (a?.Meta is not null || b?.Meta is not null || c?.Meta is not null);

    internal static bool Needed(ReadOnlySpan<Tensor> tensors)
    {
        if (!GradMode.Enabled) return false;
        foreach (Tensor tensor in tensors)
        {
            if (tensor?.Meta is not null) return true;
        }
        return false;
    }

    /// <summary>
    /// Makes <paramref name="result"/> the output of a node. Inputs and saved tensors may be null; saved ones keep their own
    /// reference to the storage and are checked for in-place changes. Does nothing when no input requires a gradient.
    /// </summary>
    internal static Tensor Record(Tensor result, string name, Tensor[] inputs, Tensor[] saved, BackwardFunction backward)
    {
        if (!Needed(inputs) || !is_floating_point(result.dtype)) return result;
        GradMeta previous = result.Meta;
        result.Meta = new GradMeta(new GradNode(name, inputs, saved, backward));
        previous?.Release();
        return result;
    }

    /// <summary>Called before a tensor is written in place.</summary>
    internal static void BeforeWrite(Tensor target, Tensor source = null)
    {
        target.Alive();
        if (GradMode.Enabled)
        {
            if (target.Meta is { Node: null })
                throw new InvalidOperationException("A leaf tensor that requires grad is being used in an in-place operation; use torch.no_grad() for updates.");
            if (target.IsView && (target.Meta is not null || source?.Meta is not null))
            {
                throw new InvalidOperationException(
                    $"An in-place operation on a view (shape {Shapes.Text(target.Sizes)}) cannot be differentiated; write through index_put_ or an indexer of the whole tensor.");
            }
        }
        for (int d = 0; d < target.Sizes.Length; d++)
        {
            if (target.Strides[d] == 0 && target.Sizes[d] > 1)
                throw new InvalidOperationException($"A tensor expanded to {Shapes.Text(target.Sizes)} cannot be written in place: its elements share memory; clone it first.");
        }
        target.Memory.Version++;
    }
}
