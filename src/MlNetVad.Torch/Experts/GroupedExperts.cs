using System.Reflection;

namespace MlNetVad.Torch.Experts;

/// <summary>Chooses the implementation of the grouped expert product.</summary>
public static class GroupedExperts
{
    private const string FastAssembly = "MlNetVad.Torch.Fast";
    private static readonly Lazy<IGroupedExperts> Found = new(Find);

    /// <summary>Built from plain tensor operations; runs on every device.</summary>
    public static IGroupedExperts Composed { get; } = new ComposedExperts();

    /// <summary>The fastest one that this application carries: the engine's own where it is linked, else the composed one.</summary>
    public static IGroupedExperts Default => Found.Value;

    private static IGroupedExperts Find()
    {
        try
        {
            return Assembly.Load(FastAssembly).GetCustomAttribute<GroupedExpertsAttribute>() is { } named
                ? (IGroupedExperts)Activator.CreateInstance(named.Implementation)!
                : Composed;
        }
        catch (FileNotFoundException)
        {
            return Composed;   // linked to the official engine, which has no such part
        }
    }
}
