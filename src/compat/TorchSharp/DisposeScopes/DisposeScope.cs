namespace TorchSharp;

/// <summary>Disposes what was created while it was the innermost scope of its thread, except what was moved out or detached.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private List<IDisposable> _items;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope outer)
    {
        _manager = manager;
        OuterScope = outer;
    }

    internal DisposeScope OuterScope { get; private set; }

    private List<IDisposable> Items => _items ??= _manager.RentList();

    public int DisposablesCount => _items?.Count ?? 0;

    public IReadOnlyList<IDisposable> DisposablesView => [.. Items];

    public bool Contains(IDisposable disposable) => IndexOf(disposable) >= 0;

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(disposable, OuterScope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables) Move(disposable, OuterScope);
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables) Move(disposable, null);
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        HashSet<IDisposable> keep = new(inKeep, ReferenceEqualityComparer.Instance);
        for (int i = Items.Count - 1; i >= 0; i--)
        {
            if (i < Items.Count && !keep.Contains(Items[i])) Items[i].Dispose();
        }
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        if (Remove(disposable)) _manager.StatisticsInstance.DisposedInScopeCount++;
    }

    public void Dispose()
    {
        while (_items is { Count: > 0 })
        {
            IDisposable last = Items[^1];
            last.Dispose();
            if (Items.Count > 0 && ReferenceEquals(Items[^1], last)) Items.RemoveAt(Items.Count - 1);
        }
        _manager.Close(this);
        _manager.ReturnList(_items);
        _items = null;
    }

    internal void Add(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope = this;
            tensor.ScopeIndex = Items.Count;
        }
        Items.Add(disposable);
    }

    internal bool Remove(IDisposable disposable)
    {
        int index = IndexOf(disposable);
        if (index < 0) return false;
        int last = Items.Count - 1;
        if (index != last)
        {
            Items[index] = Items[last];
            if (Items[index] is torch.Tensor moved) moved.ScopeIndex = index;
        }
        Items.RemoveAt(last);
        if (disposable is torch.Tensor tensor) tensor.Scope = null;
        return true;
    }

    private int IndexOf(IDisposable disposable) => disposable is torch.Tensor tensor
        ? (ReferenceEquals(tensor.Scope, this) ? tensor.ScopeIndex : -1)
        : IndexOfOther(disposable);

    // apart, because its closure would be allocated for tensors too
    private int IndexOfOther(IDisposable disposable) => Items.FindIndex(d => ReferenceEquals(d, disposable));

    private void Move(IDisposable disposable, DisposeScope target)
    {
        if (!Remove(disposable)) return;
        if (target is null) _manager.StatisticsInstance.DetachedFromScopeCount++;
        else target.Add(disposable);
    }

    internal void Reparent(DisposeScope outer) => OuterScope = outer;
}
