namespace MlNetVad.Orleans.Cameras;

/// <summary>A camera, on whichever node watches it; its key is the camera's id.</summary>
internal interface ICameraGrain : IGrainWithGuidKey
{
    /// <summary>Has it watched where it is not.</summary>
    Task Wake();

    /// <summary>Has it watched with its settings of now, or no longer.</summary>
    Task Refresh();

    /// <summary>Hears its worker.</summary>
    /// <returns>Whether the worker is the one that counts; any other must stop.</returns>
    Task<bool> Report(CameraReport report);

    /// <summary>What its worker said last; null where it is not watched, or has said nothing yet.</summary>
    Task<CameraReport?> Look();
}
