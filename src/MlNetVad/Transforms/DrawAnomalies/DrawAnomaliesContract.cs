using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Drawing in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class DrawAnomaliesContract
    : CustomMappingFactory<DrawAnomaliesContract.Row, DrawAnomaliesContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.DrawAnomalies";

    // ML.NET makes a contract before it looks at the columns of its result
    public DrawAnomaliesContract() => _ = ImageColumn.Type;

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => DrawAnomaliesTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<DrawAnomaliesKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Score.Value = row.Score;
            kernel.Where.Value = row.Where;
            kernel.Parts.Value = row.Parts;
            kernel.Run();
            result.Overlay = DrawAnomaliesKernel.Copy(kernel.Overlay.Value);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public float Score;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Where;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Parts;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public MLImage Overlay = null!;
    }
}
