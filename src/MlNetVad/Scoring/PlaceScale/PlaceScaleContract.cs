using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Scaling by place in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class PlaceScaleContract : CustomMappingFactory<PlaceScaleContract.Row, PlaceScaleContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.PlaceScale";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new PlaceScaleTransformer(PlaceScaleColumns.Read(body), PlaceMap.Read(body));

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<PlaceScaleKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Values.Value = row.Values;
            kernel.Boxes.Value = row.Boxes;
            kernel.Run();
            kernel.Scaled.Value.CopyTo(ref result.Scaled);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Values;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Boxes;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Scaled;
    }
}
