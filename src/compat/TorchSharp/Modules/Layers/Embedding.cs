using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Rows of a table, chosen by int64 indices; the padding row receives no gradient.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _padding;
    private Parameter _weight;

    internal Embedding(Parameter table, long? padding) : base(nameof(Embedding))
    {
        long rows = table.Sizes[0];
        _padding = padding < 0 ? padding + rows : padding;
        if (_padding < 0 || _padding >= rows) throw new ArgumentOutOfRangeException(nameof(padding), $"The padding index {padding} is outside the table of {rows} rows.");
        weight = table;
    }

    public Parameter weight
    {
        get => _weight;
        set => register_parameter(nameof(weight), _weight = value);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor index = input.reshape(-1);
        long[] sizes = [.. input.Sizes, _weight.Sizes[1]];
        Tensor rows = _weight.index_select(0, index);
        if (_padding is { } padding)
        {
            Tensor fixedRows = _weight.detach().index_select(0, index);
            rows = where(index.eq(padding).unsqueeze(1), fixedRows, rows);
        }
        return rows.reshape(sizes).MoveToOuterDisposeScope();
    }

    protected override void RegisterComponents()
    {
        // registered under its public name as it is set
    }
}
