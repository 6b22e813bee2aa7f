using System.Reflection;

namespace MlNetVad.Torch.Attention;

/// <summary>Chooses the implementation of attention.</summary>
public static class MultiHeadAttention
{
    private const string FastAssembly = "MlNetVad.Torch.Fast";
    private static readonly Lazy<IMultiHeadAttention> Found = new(Find);

    /// <summary>Built from plain tensor operations; runs on every device.</summary>
    public static IMultiHeadAttention Composed { get; } = new ComposedAttention();

    /// <summary>The fastest one that this application carries: the engine's own where it is linked, else the composed one.</summary>
    public static IMultiHeadAttention Default => Found.Value;

    private static IMultiHeadAttention Find()
    {
        try
        {
            return Assembly.Load(FastAssembly).GetCustomAttribute<MultiHeadAttentionAttribute>() is { } named
                ? (IMultiHeadAttention)Activator.CreateInstance(named.Implementation)!
                : Composed;
        }
        catch (FileNotFoundException)
        {
            return Composed;   // linked to the official engine, which has no such part
        }
    }
}
