using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Adds the rarity of each part and the largest of them.</summary>
public sealed class TailFusionTransformer : ComponentTransformer
{
    /// <summary>Parts at most: a saved model's contract has a fixed number of inputs, of which unused ones repeat the first.</summary>
    internal const int Slots = 6;

    private readonly string _output;
    private readonly IReadOnlyList<TailPart> _parts;

    internal TailFusionTransformer(string output, IReadOnlyList<TailPart> parts)
    {
        (_output, _parts) = (output, parts);
        Inputs = [.. Enumerable.Range(0, Slots).Select(i => ScoreColumn.Of(parts[i < parts.Count ? i : 0].Column))];
        InputTypes = [.. Inputs.Select(_ => NumberDataViewType.Single)];
    }

    /// <summary>What each number of the parts' column looks at, in a word.</summary>
    public IReadOnlyList<string> PartNames => [.. _parts.Select(p => p.Name)];

    /// <summary>The column of all parts' rarities.</summary>
    internal string PartsColumn => _output + "Parts";

    /// <summary>The parts.</summary>
    internal IReadOnlyList<TailPart> Parts => _parts;

    /// <summary>What came of made anomalies when it was trained; null where none were tried, and in a loaded model, whose <see cref="TrainingRecord"/> has it.</summary>
    internal MadeAnomalyTrial? Trial { get; set; }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override IReadOnlyList<(string Name, string Value)> Settings => [.. _parts.Select(p => (p.Name, p.Tail.ToText()))];

    internal override ComponentPersistence Persistence => new(new TailFusionContract(), writer =>
    {
        writer.Write(_output);
        writer.Write(_parts.Count);
        foreach (TailPart part in _parts)
        {
            writer.Write(part.Name);
            writer.Write(part.Column);
            writer.Write(part.Where?.Boxes ?? "");
            writer.Write(part.Where?.Scores ?? "");
            writer.Write(part.Where?.GridColumns ?? 0);
            part.Tail.Write(writer);
        }
    });

    internal static TailFusionTransformer Read(BinaryReader reader)
    {
        string output = reader.ReadString();
        TailPart[] parts = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => TailPart.Read(reader))];
        return parts.Length is >= 1 and <= Slots
            ? new TailFusionTransformer(output, parts)
            : throw new VadException($"The model's fusion has {parts.Length} parts, of at most {Slots}: the file is damaged; train or copy it again.");
    }

    internal static IReadOnlyList<OutputColumn> OutputsOf(string output, int parts) =>
        [new(output, NumberDataViewType.Single), new(output + "Parts", new VectorDataViewType(NumberDataViewType.Single, parts))];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => OutputsOf(_output, _parts.Count);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new TailFusionKernel(_parts);
}

/// <summary>One part: what it looks at, its column, and how rare its scores are.</summary>
internal sealed record TailPart(string Name, string Column, PartPlaces? Where, TailCalibration Tail)
{
    public static TailPart Read(BinaryReader reader)
    {
        (string name, string column, string boxes, string scores, int grid) =
            (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32());
        PartPlaces? where = scores.Length == 0 ? null : new PartPlaces(scores, boxes.Length == 0 ? null : boxes, grid);
        return new TailPart(name, column, where, TailCalibration.Read(reader));
    }
}
