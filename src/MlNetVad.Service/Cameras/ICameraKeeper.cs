using MlNetVad.Service.Api;

namespace MlNetVad.Service.Cameras;

/// <summary>Keeps cameras watched, on this machine or on many.</summary>
internal interface ICameraKeeper
{
    /// <summary>Begins.</summary>
    Task Start(CancellationToken stop);

    /// <summary>Has a camera watched with its settings of now, or no longer.</summary>
    Task Refresh(Guid id);

    /// <summary>How a camera is.</summary>
    Task<CameraStatusView> Status(Guid id);
}
