using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace MlNetVad.Orleans.Placement;

/// <summary>A grain goes where least is done.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LeastLoadedAttribute() : PlacementAttribute(new LeastLoadedPlacement());

/// <summary>Placement by measured load.</summary>
[Serializable]
internal sealed class LeastLoadedPlacement : PlacementStrategy;

/// <summary>Chooses the node that scores the fewest frames a second a processor; what was placed since the last look counts too.</summary>
internal sealed class LeastLoadedDirector(NodeLoads loads) : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(loads.Choose(context.GetCompatibleSilos(target)));
}
