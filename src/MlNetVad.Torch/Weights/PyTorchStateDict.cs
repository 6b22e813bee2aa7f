using System.Collections;
using System.Runtime.InteropServices;
using TorchSharp.PyBridge;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>Reads the named tensors of a file of <c>torch.save</c>. No code of the file is run.</summary>
internal static class PyTorchStateDict
{
    private const string Remedy = "in PyTorch, save it anew: torch.save({k: v.detach().clone().contiguous() for k, v in model.state_dict().items()}, 'weights.pth')";

    /// <summary>Reads the tensors, into the caller's dispose scope.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The entry of the file that holds them; null where the file is that dictionary, or holds only one.</param>
    /// <exception cref="VadException">The file is missing, damaged, of another kind, or holds no such dictionary.</exception>
    public static SortedDictionary<string, Tensor> Read(string path, string? key)
    {
        IDictionary whole = Unpickle(path);
        IDictionary chosen = key is null ? Choose(whole, path) : Named(whole, path, key);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in chosen)
        {
            tensors.Add((string)entry.Key, (Tensor)entry.Value!);
        }

        return tensors;
    }

    private static IDictionary Unpickle(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            PyTorchArchive.Check(stream, path);
            return Unpickle(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new VadException($"The weights '{path}' cannot be read: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static IDictionary Unpickle(Stream stream, string path)
    {
        try
        {
            return PyTorchUnpickler.UnpickleStateDict(stream, leaveOpen: true, skipTensorRead: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)   // what a pickle can make its reader throw has no end
        {
            throw new VadException($"'{path}' holds no state dict that can be read ({Reason(e)}); {Remedy}.", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        InvalidCastException => "it is not a dictionary of tensors",
        ExternalException => "a tensor is a view of a bigger one",
        InvalidOperationException when e.Message.Contains("contiguous", StringComparison.Ordinal) => "a tensor is a view of another one",
        InvalidOperationException => "a part of it is missing",
        EndOfStreamException => "a tensor has fewer bytes than its shape needs",
        NotImplementedException when e.Message.Contains("entire model", StringComparison.Ordinal) => "it holds parameters or a whole model",
        NotImplementedException => "it has a type of number that cannot be read",
        _ => e.Message.Split('\n')[0].Split(". ")[0].TrimEnd('.'),
    };

    private static IDictionary Named(IDictionary whole, string path, string key) =>
        IsState(whole[key])
            ? (IDictionary)whole[key]!
            : throw new VadException($"'{path}' has no dictionary of tensors '{key}'; {Offer(whole)}.");

    private static IDictionary Choose(IDictionary whole, string path)
    {
        if (IsState(whole))
        {
            return whole;
        }

        string[] inner = Inner(whole);
        return inner.Length == 1
            ? (IDictionary)whole[inner[0]]!
            : throw new VadException($"'{path}' holds {(inner.Length == 0 ? "something other than named tensors" : "several dictionaries of tensors")}; {Offer(whole)}.");
    }

    private static string Offer(IDictionary whole) => Inner(whole) is { Length: > 0 } inner
        ? $"choose with --key one of {string.Join(", ", inner.Select(name => $"'{name}'"))}"
        : Remedy;

    private static string[] Inner(IDictionary whole) => [.. whole.Keys.OfType<string>().Where(name => IsState(whole[name])).Order(StringComparer.Ordinal)];

    private static bool IsState(object? value) => value is IDictionary { Count: > 0 } dictionary
        && dictionary.Keys.Cast<object>().All(key => key is string { Length: > 0 }) && dictionary.Values.Cast<object?>().All(inner => inner is Tensor);
}
