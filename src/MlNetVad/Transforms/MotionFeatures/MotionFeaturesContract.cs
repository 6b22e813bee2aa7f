using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Motion features in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class MotionFeaturesContract
    : CustomMappingFactory<MotionFeaturesContract.Row, MotionFeaturesContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.MotionFeatures";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        MotionFeaturesTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<MotionFeaturesKernel>();
        return (row, result) => Map(row, result, kernels);
    }

    internal static void Map(Row row, Result result, KernelPool<MotionFeaturesKernel> kernels) =>
        kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Objects.Value = row.Objects;
            kernel.Run();
            kernel.Features.Value.CopyTo(ref result.Features);
            kernel.Speed.Value.CopyTo(ref result.Speed);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Objects;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Features;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Speed;
    }
}

/// <summary>Motion features on a running background in a saved model: each cursor has a background of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RunningMotionFeaturesContract
    : StatefulCustomMappingFactory<MotionFeaturesContract.Row, MotionFeaturesContract.Result, KernelState<MotionFeaturesKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RunningMotionFeatures";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        MotionFeaturesTransformer.Read(body, inputTypes);

    public override Action<MotionFeaturesContract.Row, MotionFeaturesContract.Result, KernelState<MotionFeaturesKernel>> GetMapping() =>
        (row, result, state) => MotionFeaturesContract.Map(row, result, state.Kernels);

    public override Action<KernelState<MotionFeaturesKernel>> GetStateInitAction() => _ => { };
}
