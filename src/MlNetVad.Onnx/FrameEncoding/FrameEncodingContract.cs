using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>The frame encoder in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class FrameEncodingContract : CustomMappingFactory<FrameEncodingContract.Row, FrameEncodingContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.FrameEncoding";

    public string Name => ContractName;

    public int OutputCount(int used) => 2;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => FrameEncodingTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<FrameEncodingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Run();
            kernel.Hidden.Value.CopyTo(ref result.Hidden);
            kernel.Embedded.Value.CopyTo(ref result.Embedded);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;
    }

    /// <summary>The result of a row; embeddings that were not asked for stay empty and are dropped.</summary>
    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Hidden;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Embedded;
    }
}
