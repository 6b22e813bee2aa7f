using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Object detection in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectDetectionContract
    : CustomMappingFactory<ObjectDetectionContract.Row, ObjectDetectionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectDetection";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        ObjectDetectionTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ObjectDetectionKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Compute();
            kernel.Objects.Value.CopyTo(ref result.Objects);
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
        public VBuffer<float> Objects;
    }
}
