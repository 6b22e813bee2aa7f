using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>The normal modes in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class CosineKMeansContract
    : CustomMappingFactory<CosineKMeansContract.Row, CosineKMeansContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.CosineKMeans";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new CosineKMeansTransformer(CosineKMeansColumns.Read(body), inputTypes[0], CosineKMeansModelParameters.Read(body));

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<CosineKMeansKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Features.Value = row.Features;
            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.ObjectScores.Value.CopyTo(ref result.ObjectScores);
            kernel.NearestMode.Value.CopyTo(ref result.NearestMode);
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

        [ColumnName(StockForm.Out2)]
        public VBuffer<int> NearestMode;
    }
}
