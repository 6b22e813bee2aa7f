using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>How large a model is.</summary>
public sealed record ModelSize
{
    /// <summary>Bytes of the zip; null where it was not evaluated from a file.</summary>
    public long? Bytes { get; init; }

    /// <summary>Numbers that it learned: network weights, modes, memory.</summary>
    public long Parameters { get; init; }

    /// <summary>Weights of the networks in files that it runs and has not trained; one that several parts run counts once.</summary>
    public long FrozenParameters { get; init; }

    /// <summary>The parts that have a network which cannot be counted, such as a captioner elsewhere; empty where all is counted.</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    internal static ModelSize Of(VadModel model, string? path) => new()
    {
        Bytes = path is null ? null : new FileInfo(path).Length,
        Parameters = model.Parts.Sum(part => part.Parameters ?? 0),
        FrozenParameters = model.Parts.SelectMany(part => part.FrozenNetworks).DistinctBy(network => network.Sha256).Sum(network => network.Count()),
        NotCounted = [.. model.Parts.Where(part => part.Parameters is null).Select(part => part.Persistence.Contract.Name.Split('.')[^1]).Distinct(StringComparer.Ordinal)],
    };
}
