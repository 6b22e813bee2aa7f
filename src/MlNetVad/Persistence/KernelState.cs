namespace MlNetVad.Persistence;

/// <summary>The state of one cursor over a sequential component in a saved model: its kernel, which remembers earlier rows.</summary>
/// <typeparam name="TKernel">The component's kernel.</typeparam>
internal sealed class KernelState<TKernel>
    where TKernel : RowKernel
{
    /// <summary>Holds the one kernel of this cursor.</summary>
    public KernelPool<TKernel> Kernels { get; } = new();
}
