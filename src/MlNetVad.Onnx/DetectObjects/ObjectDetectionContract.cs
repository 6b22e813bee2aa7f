using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Object detection in a saved model; its rows are those of the detector without weights.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectDetectionContract
    : CustomMappingFactory<ForegroundObjectsContract.Row, ForegroundObjectsContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectDetection";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        ObjectDetectionTransformer.Read(body, inputTypes);

    public override Action<ForegroundObjectsContract.Row, ForegroundObjectsContract.Result> GetMapping()
    {
        var kernels = new KernelPool<ObjectDetectionKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Run();
            kernel.Objects.Value.CopyTo(ref result.Objects);
        });
    }
}
