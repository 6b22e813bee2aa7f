using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules under names of the caller's choice, in the order they were added.</summary>
public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
{
    private readonly Named<T> _items = new();

    public ModuleDict() : base(nameof(ModuleDict<>))
    {
    }

    public int Count => _items.Items.Count;

    public T this[string key]
    {
        get => _items.Find(key) ?? throw new KeyNotFoundException($"There is no module '{key}'.");
        set
        {
            _items.Set(key, value);
            register_module(key, value);
        }
    }

    public void Add(string key, T value) => Add((key, value));

    public void Add((string, T) item)
    {
        if (ContainsKey(item.Item1)) throw new ArgumentException($"There is a module '{item.Item1}' already.");
        this[item.Item1] = item.Item2;
    }

    public bool ContainsKey(string key) => _items.Find(key) is not null;

    public bool TryGetValue(string key, out T value)
    {
        value = _items.Find(key);
        return value is not null;
    }

    public bool Remove(string key)
    {
        if (!ContainsKey(key)) return false;
        this[key] = null;
        return true;
    }

    public void clear()
    {
        _items.Clear();
        ClearModules();
    }

    public IEnumerable<string> keys() => _items.Items.Select(x => x.Name);

    public IEnumerable<T> values() => _items.Items.Select(x => x.Item);

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public IEnumerator<(string, T)> GetEnumerator() => _items.Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        // its modules are registered as they are added
    }
}
