using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The fusion in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectFusionContract
    : CustomMappingFactory<ObjectFusionContract.Row, ObjectFusionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectFusion";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        ObjectFusionTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ObjectFusionKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Values[0].Value = row.Part0;
            kernel.Values[1].Value = row.Part1;
            kernel.Values[2].Value = row.Part2;
            kernel.Values[3].Value = row.Part3;
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
        public VBuffer<float> Part0;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Part1;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Part2;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Part3;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> ObjectScores;
    }
}
