using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Distances to normal vectors in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class NearestNeighborsContract
    : CustomMappingFactory<NearestNeighborsContract.Row, NearestNeighborsContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.NearestNeighbors";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new NearestNeighborsTransformer(NearestNeighborsColumns.Read(body), inputTypes[0], NormalVectors.Read(body));

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<NearestNeighborsKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Features.Value = row.Features;
            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.ObjectScores.Value.CopyTo(ref result.ObjectScores);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Features;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> ObjectScores;
    }
}
