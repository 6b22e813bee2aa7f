namespace TorchSharp;

/// <summary>The scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager _thread;
    private DisposeScope _current;

    public static ThreadDisposeScopeStatistics Statistics => Thread.StatisticsInstance;

    internal static DisposeScopeManager Thread => _thread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    /// <summary>While positive, new tensors belong to no scope (gradients, saved tensors).</summary>
    internal int Suppressed { get; set; }

    internal DisposeScope Open() => _current = new DisposeScope(this, _current);

    internal void Register(torch.Tensor tensor)
    {
        if (Suppressed > 0) return;
        if (_current is null)
        {
            StatisticsInstance.CreatedOutsideScopeCount++;
            return;
        }
        _current.Add(tensor);
        StatisticsInstance.CreatedInScopeCount++;
    }

    internal void Close(DisposeScope scope)
    {
        if (ReferenceEquals(_current, scope))
        {
            _current = scope.OuterScope;
            return;
        }
        for (DisposeScope inner = _current; inner is not null; inner = inner.OuterScope)
        {
            if (!ReferenceEquals(inner.OuterScope, scope)) continue;
            inner.Reparent(scope.OuterScope);
            return;
        }
    }
}
