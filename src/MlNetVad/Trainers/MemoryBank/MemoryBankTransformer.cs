using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Scores places by their distance to what they normally look like.</summary>
public sealed class MemoryBankTransformer : ComponentTransformer
{
    private readonly MemoryBankColumns _columns;
    private readonly Bank _bank;

    internal MemoryBankTransformer(MemoryBankColumns columns, IReadOnlyList<DataViewType> inputTypes, Bank bank) =>
        (_columns, InputTypes, _bank) = (columns, inputTypes, bank);

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs => _columns.Inputs;

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new MemoryBankContract(), writer =>
    {
        _columns.Write(writer);
        _bank.Write(writer);
    });

    internal override long? Parameters => (long)_bank.Count * _bank.Width;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
        [("memory", $"{_bank.Count} vectors of {_bank.Width} numbers at {_bank.Places} places of column {_columns.Feature}, {_bank.Radius:0.##} apart at least")];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new MemoryBankKernel(_bank, _columns.Feature);
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record MemoryBankColumns(string Feature, string Video, string Frame, string Score, string PlaceScores)
{
    public IReadOnlyList<InputColumn> Inputs =>
    [
        InputColumn.Bags(Feature),
        InputColumn.Scalar(Video, TextDataViewType.Instance),
        InputColumn.Scalar(Frame, NumberDataViewType.Int64),
    ];

    public IReadOnlyList<OutputColumn> Outputs => [new(Score, NumberDataViewType.Single), new(PlaceScores, OutputColumn.PerObjectType)];

    public void Write(BinaryWriter writer)
    {
        foreach (string name in (ReadOnlySpan<string>)[Feature, Video, Frame, Score, PlaceScores])
        {
            writer.Write(name);
        }
    }

    public static MemoryBankColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
