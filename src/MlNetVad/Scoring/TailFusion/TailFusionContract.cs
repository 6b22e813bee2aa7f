using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The fusion of parts in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class TailFusionContract : CustomMappingFactory<TailFusionContract.Row, TailFusionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.TailFusion";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => TailFusionTransformer.Read(body);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<TailFusionKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            ReadOnlySpan<float> scores = [row.Score0, row.Score1, row.Score2, row.Score3, row.Score4, row.Score5];
            for (int i = 0; i < scores.Length; i++)
            {
                kernel.Scores[i].Value = scores[i];
            }

            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.Rarities.Value.CopyTo(ref result.Rarities);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public float Score0;

        [ColumnName(StockForm.In1)]
        public float Score1;

        [ColumnName(StockForm.In2)]
        public float Score2;

        [ColumnName(StockForm.In3)]
        public float Score3;

        [ColumnName(StockForm.In4)]
        public float Score4;

        [ColumnName(StockForm.In5)]
        public float Score5;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Rarities;
    }
}
