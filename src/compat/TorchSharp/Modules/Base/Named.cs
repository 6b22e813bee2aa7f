namespace TorchSharp.Modules;

/// <summary>Items under names, in the order they were first added.</summary>
internal sealed class Named<T> where T : class
{
    private readonly List<(string Name, T Item)> _items = [];

    internal IReadOnlyList<(string Name, T Item)> Items => _items;

    internal ReadOnlySpan<(string Name, T Item)> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items);

    internal T Find(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : _items[index].Item;
    }

    /// <summary>Adds or replaces; null removes.</summary>
    internal void Set(string name, T item)
    {
        int index = IndexOf(name);
        if (item is null)
        {
            if (index >= 0) _items.RemoveAt(index);
        }
        else if (index >= 0)
        {
            _items[index] = (name, item);
        }
        else
        {
            _items.Add((name, item));
        }
    }

    internal void Clear() => _items.Clear();

    private int IndexOf(string name) => _items.FindIndex(x => string.Equals(x.Name, name, StringComparison.Ordinal));
}
