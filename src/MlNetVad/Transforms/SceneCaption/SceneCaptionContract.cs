using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Captions of scenes in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class SceneCaptionContract
    : CustomMappingFactory<MotionFeaturesContract.Row, SceneCaptionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.SceneCaption";

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
            result.Caption = kernel.Caption.Value;
        });

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public ReadOnlyMemory<char> Caption;
    }
}

/// <summary>Captions of scenes on a running background in a saved model: each cursor has a background of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RunningSceneCaptionContract
    : StatefulCustomMappingFactory<MotionFeaturesContract.Row, SceneCaptionContract.Result, KernelState<SceneCaptionKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RunningSceneCaption";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        SceneCaptionTransformer.Read(body, inputTypes);

    public override Action<MotionFeaturesContract.Row, SceneCaptionContract.Result, KernelState<SceneCaptionKernel>> GetMapping() =>
        (row, result, state) => SceneCaptionContract.Map(row, result, state.Kernels);

    public override Action<KernelState<SceneCaptionKernel>> GetStateInitAction() => _ => { };
}
