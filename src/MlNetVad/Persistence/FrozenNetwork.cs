namespace MlNetVad.Persistence;

/// <summary>A network that a component runs as it was given and does not train.</summary>
/// <param name="Sha256">The hash of its file: parts that share it count once.</param>
/// <param name="Count">Counts its weights.</param>
internal sealed record FrozenNetwork(string Sha256, Func<long> Count);
