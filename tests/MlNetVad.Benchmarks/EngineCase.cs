using System.Text.Json.Nodes;

namespace MlNetVad.Benchmarks;

/// <summary>One line of the engine's table.</summary>
/// <param name="Name">What it measures, as a key.</param>
/// <param name="Peer">What it is compared with.</param>
/// <param name="Bar">The ratio, peer's time by ours, that must be reached.</param>
/// <param name="Ours">Builds the inputs and gives one run.</param>
/// <param name="PeerSetups">The peer's variants; the fastest counts. Null where the peer is OpenBLAS.</param>
/// <param name="Size">n of a square product, where the peer is OpenBLAS.</param>
internal sealed record EngineCase(string Name, string Peer, double Bar, Func<Action> Ours, JsonObject[]? PeerSetups, int Size = 0);

/// <summary>Medians, seconds a run.</summary>
/// <param name="Case">What was measured.</param>
/// <param name="Ours">Our time.</param>
/// <param name="Peer">The peer's time in its best form.</param>
/// <param name="PeerForm">Which form that was.</param>
internal sealed record EngineResult(EngineCase Case, double Ours, double Peer, string PeerForm)
{
    public double Ratio => Peer / Ours;
}
