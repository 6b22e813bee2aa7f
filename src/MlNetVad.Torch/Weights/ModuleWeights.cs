using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>Between safetensors files and the parameters and buffers of networks.</summary>
public static class ModuleWeights
{
    private const int NamedAtMost = 5;

    /// <summary>Loads every parameter and buffer of a network; the file must have exactly those. Floats become the network's floats, whole numbers its whole numbers.</summary>
    /// <param name="network">Takes the weights.</param>
    /// <param name="weights">The file.</param>
    /// <param name="rename">The file's name for a name of the network; the same where null.</param>
    /// <exception cref="VadException">Names or shapes differ; nothing has been loaded then.</exception>
    public static void Load(nn.Module network, SafeTensorsReader weights, Func<string, string>? rename = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        Dictionary<string, Tensor> state = network.state_dict().ToDictionary(e => rename?.Invoke(e.Key) ?? e.Key, e => e.Value, StringComparer.Ordinal);
        CheckFit(network, weights, state);
        using IDisposable untracked = no_grad();
        foreach ((string name, Tensor target) in state)
        {
            using Tensor source = weights.Read(name);
            target.copy_(source);
        }
    }

    /// <summary>Writes every parameter and buffer of a network to a file, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="type">How floats are stored; as they are where null.</param>
    /// <exception cref="VadException">The file cannot be written, or a value is too big for the type.</exception>
    public static void Save(nn.Module network, string path, WeightType? type = null) => Writer(network, type).Save(path);

    /// <summary>Writes every parameter and buffer of a network to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Takes the bytes; it need not seek.</param>
    /// <param name="type">How floats are stored; as they are where null.</param>
    /// <exception cref="VadException">A value is too big for the type.</exception>
    public static void Save(nn.Module network, Stream stream, WeightType? type = null) => Writer(network, type).Save(stream);

    /// <summary>A writer that holds every parameter and buffer of a network, to add to and save; they are read when it is saved.</summary>
    /// <param name="network">The network.</param>
    /// <param name="type">How floats are stored; as they are where null.</param>
    public static SafeTensorsWriter Writer(nn.Module network, WeightType? type = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (type is { } asked && !asked.IsFloat())
        {
            throw new ArgumentException($"A network's floats are stored as F64, F32, F16 or BF16, not as {asked}.", nameof(type));
        }

        var writer = new SafeTensorsWriter();
        foreach ((string name, Tensor value) in network.state_dict())
        {
            writer.Add(name, value, value.is_floating_point() ? type : null);
        }

        return writer;
    }

    private static void CheckFit(nn.Module network, SafeTensorsReader weights, Dictionary<string, Tensor> state)
    {
        var problems = new List<string>();
        Note(problems, "it lacks", state.Keys.Where(n => !weights.Contains(n)));
        Note(problems, "it has the unknown", weights.Tensors.Select(t => t.Name).Where(n => !state.ContainsKey(n)));
        Note(problems, "it has another shape or type of", state.Where(e => weights.Contains(e.Key) && !Fits(e.Value, weights.Find(e.Key)))
            .Select(e => $"{e.Key} ({weights.Find(e.Key)} where {e.Value.dtype} {WeightLayout.Show(e.Value.shape)} belongs)"));
        if (problems.Count > 0)
        {
            throw new VadException($"{weights.Source} does not fit the network {network.GetName()}: {string.Join("; ", problems)}; use weights of a network with the same options.");
        }
    }

    private static bool Fits(Tensor target, WeightInfo info) =>
        target.is_floating_point() == info.Type.IsFloat() && info.Shape.SequenceEqual(target.shape);

    private static void Note(List<string> problems, string what, IEnumerable<string> names)
    {
        string[] ordered = [.. names.Order(StringComparer.Ordinal)];
        if (ordered.Length > 0)
        {
            string more = ordered.Length > NamedAtMost ? $" and {ordered.Length - NamedAtMost} more" : string.Empty;
            problems.Add($"{what} {string.Join(", ", ordered.Take(NamedAtMost))}{more}");
        }
    }
}
