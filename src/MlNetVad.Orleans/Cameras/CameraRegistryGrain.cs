namespace MlNetVad.Orleans.Cameras;

/// <summary>Knows which cameras are to be watched; there is one, with the key 0.</summary>
internal interface ICameraRegistryGrain : IGrainWithIntegerKey
{
    /// <summary>Has every wanted camera watched that is not.</summary>
    /// <exception cref="VadException">Some could not be woken.</exception>
    Task WakeAll();
}

/// <inheritdoc cref="ICameraRegistryGrain"/>
internal sealed class CameraRegistryGrain(ICameraHost host) : Grain, ICameraRegistryGrain, IRemindable
{
    private const string Reminder = "wake";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.RegisterOrUpdateReminder(Reminder, Period, Period);

    /// <inheritdoc/>
    public async Task WakeAll()
    {
        IReadOnlyList<Guid> wanted = await host.Wanted();
        string?[] faults = await Task.WhenAll(wanted.Select(Wake));
        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
        {
            throw new VadException($"{faults.Count(fault => fault is not null)} of {wanted.Count} cameras are not woken: {first}");
        }
    }

    /// <summary>The safety net: once a minute, whatever happened.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAll();

    private async Task<string?> Wake(Guid camera)
    {
        try
        {
            await GrainFactory.GetGrain<ICameraGrain>(camera).Wake();
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.GetBaseException().Message;
        }
    }
}
