using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Divides a number of each object by what is usual at its place.</summary>
public sealed class PlaceScaleTransformer : ComponentTransformer
{
    private readonly PlaceScaleColumns _columns;
    private readonly PlaceMap _map;

    internal PlaceScaleTransformer(PlaceScaleColumns columns, PlaceMap map)
    {
        (_columns, _map) = (columns, map);
        Inputs = columns.Inputs;
        InputTypes = [OutputColumn.PerObjectType, OutputColumn.BagType(6)];
    }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new PlaceScaleContract(), writer =>
    {
        _columns.Write(writer);
        _map.Write(writer);
    });

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
        [("usual " + _columns.Values, $"{_map.Range().Least:0.00} to {_map.Range().Most:0.00}, by place")];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new PlaceScaleKernel(_columns, _map);
}
