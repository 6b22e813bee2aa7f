namespace TorchSharp;

/// <summary>The scopes of one thread.</summary>
public class DisposeScopeManager
{
    private const int SpareLists = 16;
    private const int LargestSpareList = 4096;
    [ThreadStatic] private static DisposeScopeManager _thread;
    private readonly Stack<List<IDisposable>> _spareLists = new();
    private DisposeScope _current;

    public static ThreadDisposeScopeStatistics Statistics => Thread.StatisticsInstance;

    internal static DisposeScopeManager Thread => _thread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    /// <summary>While positive, new tensors belong to no scope (gradients, saved tensors).</summary>
    internal int Suppressed { get; set; }

    internal DisposeScope Open() => _current = new DisposeScope(this, _current);

    /// <summary>An empty list, one that a closed scope had where there is one: backward opens a scope for every node.</summary>
    internal List<IDisposable> RentList() => _spareLists.TryPop(out List<IDisposable> list) ? list : [];

    internal void ReturnList(List<IDisposable> list)
    {
        if (list is { Count: 0, Capacity: <= LargestSpareList } && _spareLists.Count < SpareLists) _spareLists.Push(list);
    }

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
