using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Lowers what resembles an example that a person called normal, and raises what resembles one called anomalous, in one part of a fused score.</summary>
public sealed class RedefineAnomaliesTransformer : ComponentTransformer, IRedefining
{
    private readonly RedefinedPart _part;

    internal RedefineAnomaliesTransformer(RedefinedPart part, IReadOnlyList<RedefinitionExample> examples, IReadOnlyList<DataViewType> inputTypes)
    {
        (_part, Examples, InputTypes) = (part, examples, inputTypes);
        Inputs = part.Inputs;
    }

    /// <summary>The part of the score that it redefines, such as <c>motion</c>.</summary>
    public string Part => _part.Name;

    /// <summary>What was said, in the order in which it was said.</summary>
    public IReadOnlyList<Redefinition> Redefinitions => [.. Examples.Select(e => e.About with { Parts = [_part.Name] })];

    internal RedefinedPart Redefined => _part;

    internal IReadOnlyList<RedefinitionExample> Examples { get; }

    internal override bool IsSequential => true;   // a row whose picture is not encoded keeps what was made of the one before

    internal override bool AdaptsToVideo => false;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("part", _part.Name),
        .. Redefinitions.Zip(Examples, (said, example) => ($"redefinition {said.Number}", $"{said}; {Counted.Of(example.Vectors.Length / _part.Likeness.Width, "vector")}")),
    ];

    internal override ComponentPersistence Persistence => new(new RedefineAnomaliesContract(), writer =>
    {
        _part.Write(writer);
        writer.Write(Examples.Count);
        foreach (RedefinitionExample example in Examples)
        {
            example.Write(writer);
        }
    });

    ComponentTransformer? IRedefining.Where(Func<Redefinition, bool> kept)
    {
        RedefinitionExample[] left = [.. Examples.Where(e => kept(e.About))];
        return left.Length == 0 ? null : new RedefineAnomaliesTransformer(_part, left, InputTypes);
    }

    internal static RedefineAnomaliesTransformer Read(BinaryReader reader, IReadOnlyList<DataViewType> inputTypes)
    {
        RedefinedPart part = RedefinedPart.Read(reader);
        int count = reader.ReadInt32();
        return count is >= 1 and <= RedefinitionExample.MostExamples
            ? new RedefineAnomaliesTransformer(part, [.. Enumerable.Range(0, count).Select(_ => RedefinitionExample.Read(reader, part.Likeness.Width))], inputTypes)
            : throw new VadException($"The model has {Counted.Of(count, "redefinition")} of the part '{part.Name}', of at most {RedefinitionExample.MostExamples}: the file is damaged; copy it again.");
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _part.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new RedefineAnomaliesKernel(_part, Examples);
}
