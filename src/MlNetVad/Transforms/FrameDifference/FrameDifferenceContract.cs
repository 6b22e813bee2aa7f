using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>The frame difference in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class FrameDifferenceContract
    : CustomMappingFactory<FrameDifferenceContract.Row, FrameDifferenceContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.FrameDifference";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new FrameDifferenceTransformer(body.ReadString(), body.ReadString(), inputTypes[0]);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<FrameDifferenceKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Run();
            kernel.Motion.Value.CopyTo(ref result.Motion);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Motion;
    }
}
