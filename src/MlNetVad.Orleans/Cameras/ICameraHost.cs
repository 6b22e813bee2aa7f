namespace MlNetVad.Orleans.Cameras;

/// <summary>What a node does for the cluster: it watches cameras. Frames stay on it.</summary>
internal interface ICameraHost
{
    /// <summary>Cameras that are to be watched, by whichever node.</summary>
    Task<IReadOnlyList<Guid>> Wanted();

    /// <summary>Begins to watch a camera here with its settings of now; ends what was watched of it here before.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="epoch">The epoch under which its events are written.</param>
    /// <returns>Whether it is to be watched.</returns>
    Task<bool> Watch(Guid camera, long epoch);

    /// <summary>Watches a camera here no longer; what goes on stays open for the next node.</summary>
    Task Leave(Guid camera);
}
