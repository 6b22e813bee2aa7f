using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Lowers the things of one part of a fused score of which a text that was called normal is true, and raises those of which an anomalous one is.</summary>
public sealed class RedefineByAnswersTransformer : ComponentTransformer
{
    private readonly AnsweredPart _part;

    internal RedefineByAnswersTransformer(AnsweredPart part)
    {
        _part = part;
        Inputs = part.Inputs;
    }

    /// <summary>The part of the score, such as <c>motion</c>.</summary>
    public string Part => _part.Name;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes => AnsweredPart.InputTypes;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
        [("part", _part.Name), ("typical score", FormattableString.Invariant($"{_part.Typical:0.###}")), ("anomalous score", FormattableString.Invariant($"{_part.Raised:0.###}"))];

    internal override ComponentPersistence Persistence => new(new RedefineByAnswersContract(), _part.Write);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _part.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new RedefineByAnswersKernel(_part);
}
