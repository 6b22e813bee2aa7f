using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>Action features in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ActionFeatureContract
    : StatefulCustomMappingFactory<ActionFeatureContract.Row, ActionFeatureContract.Result, KernelState<ActionFeatureKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.ActionFeatures";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new ActionFeatureTransformer(ActionFeatureColumns.Read(body), inputTypes, ActionModel.Read(body));

    public override Action<KernelState<ActionFeatureKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<ActionFeatureKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Frames.Value = row.Frames;
            kernel.Boxes.Value = row.Boxes;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            kernel.Features.Value.CopyTo(ref result.Features);
            kernel.Responses.Value.CopyTo(ref result.Responses);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Frames;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.In2)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In3)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Features;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Responses;
    }
}
