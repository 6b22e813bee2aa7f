using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Sentences about objects in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectCaptionContract
    : CustomMappingFactory<MotionFeaturesContract.Row, ObjectCaptionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectCaption";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        SceneCaptionTransformer.Read(body, inputTypes);

    public override Action<MotionFeaturesContract.Row, Result> GetMapping()
    {
        var kernels = new KernelPool<SceneCaptionKernel>();
        return (row, result) => Map(row, result, kernels);
    }

    internal static void Map(MotionFeaturesContract.Row row, Result result, KernelPool<SceneCaptionKernel> kernels) =>
        kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Objects.Value = row.Objects;
            kernel.Run();
            kernel.Captions.Value.CopyTo(ref result.Captions);
        });

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<ReadOnlyMemory<char>> Captions;
    }
}

/// <summary>Sentences about objects on a running background in a saved model: each cursor has a background of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RunningObjectCaptionContract
    : StatefulCustomMappingFactory<MotionFeaturesContract.Row, ObjectCaptionContract.Result, KernelState<SceneCaptionKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RunningObjectCaption";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        SceneCaptionTransformer.Read(body, inputTypes);

    public override Action<MotionFeaturesContract.Row, ObjectCaptionContract.Result, KernelState<SceneCaptionKernel>> GetMapping() =>
        (row, result, state) => ObjectCaptionContract.Map(row, result, state.Kernels);

    public override Action<KernelState<SceneCaptionKernel>> GetStateInitAction() => _ => { };
}
