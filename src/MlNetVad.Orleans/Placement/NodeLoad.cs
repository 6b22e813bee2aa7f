namespace MlNetVad.Orleans.Placement;

/// <summary>What a node does.</summary>
/// <param name="Cameras">Cameras that it watches.</param>
/// <param name="ScoredPerSecond">Frames a second that it scores.</param>
/// <param name="Processors">Its processors.</param>
internal readonly record struct NodeLoad(int Cameras, double ScoredPerSecond, int Processors)
{
    /// <summary>Frames a second a processor, with cameras that were placed and are not in the figures yet; a camera that starts counts at least one.</summary>
    public double With(int placed, double framesPerCamera) => (Math.Max(ScoredPerSecond, Cameras) + (placed * framesPerCamera)) / Math.Max(1, Processors);
}
