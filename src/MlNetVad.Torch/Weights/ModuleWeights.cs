using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>Between safetensors files and the parameters and buffers of networks.</summary>
public static class ModuleWeights
{
    private const int NamedAtMost = 5;

    /// <summary>Loads every parameter and buffer of a network; the file must have exactly those.</summary>
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
            using Tensor source = Read(weights, name);
            target.copy_(source);
        }
    }

    /// <summary>Reads one tensor of a file; F16 and BF16 become float32.</summary>
    /// <param name="weights">The file.</param>
    /// <param name="name">The tensor.</param>
    /// <exception cref="VadException">There is none.</exception>
    public static Tensor Read(SafeTensorsReader weights, string name)
    {
        ArgumentNullException.ThrowIfNull(weights);
        WeightInfo info = weights.Find(name);
        long[] shape = [.. info.Shape];
        return info.Type == WeightType.I64
            ? tensor(weights.ReadInt64s(name), shape)
            : tensor(weights.ReadSingles(name), shape);
    }

    /// <summary>Writes every parameter and buffer of a network to a file, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="type">How floats are stored.</param>
    /// <exception cref="VadException">The file cannot be written, or a value is too big for the type.</exception>
    public static void Save(nn.Module network, string path, WeightType type = WeightType.F32) => Writer(network, type).Save(path);

    /// <summary>Writes every parameter and buffer of a network to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Takes the bytes; it need not seek.</param>
    /// <param name="type">How floats are stored.</param>
    /// <exception cref="VadException">A value is too big for the type.</exception>
    public static void Save(nn.Module network, Stream stream, WeightType type = WeightType.F32) => Writer(network, type).Save(stream);

    /// <summary>A writer that holds every parameter and buffer of a network, to add to and save; they are read when it is saved.</summary>
    /// <param name="network">The network.</param>
    /// <param name="type">How floats are stored.</param>
    public static SafeTensorsWriter Writer(nn.Module network, WeightType type = WeightType.F32)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (type == WeightType.I64)
        {
            throw new ArgumentException("A network's floats are stored as F32, F16 or BF16.", nameof(type));
        }

        var writer = new SafeTensorsWriter();
        foreach ((string name, Tensor value) in network.state_dict())
        {
            WeightType stored = value.is_floating_point() ? type : WeightType.I64;
            writer.Add(name, stored, value.shape, value.numel(), stream => Write(stream, name, stored, value));
        }

        return writer;
    }

    private static void Write(Stream stream, string name, WeightType type, Tensor value)
    {
        using IDisposable untracked = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = value.detach().cpu().type(type == WeightType.I64 ? ScalarType.Int64 : ScalarType.Float32).contiguous();
        if (type == WeightType.I64)
        {
            SafeTensorsWriter.WriteInt64s(stream, plain.data<long>().ToArray());
        }
        else
        {
            SafeTensorsWriter.WriteSingles(stream, name, type, plain.data<float>().ToArray());
        }
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
        target.is_floating_point() == (info.Type != WeightType.I64) && info.Shape.SequenceEqual(target.shape);

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
