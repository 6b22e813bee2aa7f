using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>The camera's state in a saved model: each cursor watches a video of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class CameraStateContract
    : StatefulCustomMappingFactory<CameraStateContract.Row, CameraStateContract.Result, KernelState<CameraStateKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.CameraState";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        CameraStateTransformer.Read(body, inputTypes[0]);

    public override Action<KernelState<CameraStateKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<CameraStateKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            result.State = kernel.State.Value;
            result.Frame = kernel.SameFrame.Value;
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In2)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public ReadOnlyMemory<char> State;

        [ColumnName(StockForm.Out1)]
        public long Frame;
    }
}
