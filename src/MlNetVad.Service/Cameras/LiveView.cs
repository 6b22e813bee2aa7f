namespace MlNetVad.Service.Cameras;

/// <summary>The newest picture of a camera. Whoever is slow gets fewer pictures and holds nobody up.</summary>
internal sealed class LiveView
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest picture; empty before the first.</summary>
    public byte[] Jpeg { get; private set; } = [];

    /// <summary>Shows the next picture.</summary>
    public void Show(byte[] jpeg)
    {
        TaskCompletionSource shown;
        lock (_lock)
        {
            Jpeg = jpeg;
            shown = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        shown.SetResult();
    }

    /// <summary>Waits for a picture that comes after this moment.</summary>
    public async Task<byte[]> Next(CancellationToken stop)
    {
        Task next;
        lock (_lock)
        {
            next = _next.Task;
        }

        await next.WaitAsync(stop);
        return Jpeg;
    }
}
