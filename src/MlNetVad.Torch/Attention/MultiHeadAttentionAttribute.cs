namespace MlNetVad.Torch.Attention;

/// <summary>Names the implementation that an assembly of engine-specific parts brings.</summary>
/// <param name="implementation">A type with a public constructor without parameters that implements <see cref="IMultiHeadAttention"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MultiHeadAttentionAttribute(Type implementation) : Attribute
{
    /// <summary>The implementation.</summary>
    public Type Implementation { get; } = implementation;
}
