using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlNetVad.Orleans.Cameras;

/// <summary>When a node comes or goes, the oldest node that lives has every camera woken, and tries again until that has succeeded.</summary>
internal sealed class MembershipWatch(IClusterMembershipService membership, ILocalSiloDetails node, IGrainFactory grains, ILogger<MembershipWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (ClusterMembershipSnapshot members in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            while (IsOldest(members) && !await TryWake())
            {
                await Task.Delay(Pause, stoppingToken);
                if (membership.CurrentSnapshot.Version > members.Version)
                {
                    break;   // the next round knows more
                }
            }
        }
    }

    private bool IsOldest(ClusterMembershipSnapshot members) => members.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .OrderBy(member => member.SiloAddress.Generation).ThenBy(member => member.SiloAddress.ToParsableString(), StringComparer.Ordinal)
        .FirstOrDefault()?.SiloAddress.Equals(node.SiloAddress) == true;

    private async Task<bool> TryWake()
    {
        try
        {
            await grains.GetGrain<ICameraRegistryGrain>(0).WakeAll();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogWarning("Not all cameras are awake: {Reason}", e.GetBaseException().Message);
            return false;
        }
    }
}
