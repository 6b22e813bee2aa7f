using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>How large a model is.</summary>
public sealed record ModelSize
{
    /// <summary>Bytes of the zip; null where it was not evaluated from a file.</summary>
    public long? Bytes { get; init; }

    /// <summary>Numbers that it learned: network weights, modes, memory. Networks in ONNX files are not counted.</summary>
    public long Parameters { get; init; }

    /// <summary>The parts that hold such a network; empty where all is counted.</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    internal static ModelSize Of(VadModel model, string? path) => new()
    {
        Bytes = path is null ? null : new FileInfo(path).Length,
        Parameters = model.Parts.Sum(part => part.Parameters ?? 0),
        NotCounted = [.. model.Parts.Where(part => part.Parameters is null).Select(part => part.Persistence.Contract.Name.Split('.')[^1]).Distinct(StringComparer.Ordinal)],
    };
}
