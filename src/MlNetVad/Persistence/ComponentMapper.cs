using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>A component bound to an input schema: which columns it reads there, and what it adds.</summary>
internal sealed class ComponentMapper : IRowToRowMapper
{
    private readonly DataViewSchema.Column[] _sources;
    private readonly DataViewType[] _types;

    public ComponentMapper(ComponentTransformer component, DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Component = component;
        InputSchema = inputSchema;
        _sources = component.Inputs.Select(i => i.Find(inputSchema)).ToArray();
        _types = _sources.Select(s => s.Type).ToArray();
        for (int i = 0; i < _types.Length; i++)
        {
            ClipPromise.Check(component.Inputs[i], component.InputTypes[i], _types[i]);
        }

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (OutputColumn output in component.OutputsFor(_types))
        {
            builder.AddColumn(output.Name, output.Type);
        }

        OutputSchema = builder.ToSchema();
    }

    public ComponentTransformer Component { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The kernel's slot that reads a column; −1 where none does.</summary>
    public int SlotOf(DataViewSchema.Column column) => Array.FindIndex(_sources, source => source.Index == column.Index);

    /// <summary>The input columns needed for the wanted output columns.</summary>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var wanted = new SortedSet<int>();
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            if (column.Index < InputSchema.Count)
            {
                wanted.Add(column.Index);
            }
            else
            {
                wanted.UnionWith(_sources.Select(s => s.Index));
            }
        }

        return wanted.Select(i => InputSchema[i]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ComponentRow(input, Bind(input, activeColumns));

    /// <summary>Connects a kernel to a row or cursor; no kernel is made where none of its columns is wanted.</summary>
    public RowBinding Bind(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in activeColumns)
        {
            active[column.Index] = true;
        }

        RowKernel? kernel = null;
        if (active.AsSpan(InputSchema.Count).Contains(true))
        {
            kernel = Component.CreateKernel(_types);
            for (int i = 0; i < _sources.Length; i++)
            {
                kernel.Inputs[i].Bind(input, _sources[i]);
            }
        }

        return new RowBinding(input, this, kernel, active);
    }
}
