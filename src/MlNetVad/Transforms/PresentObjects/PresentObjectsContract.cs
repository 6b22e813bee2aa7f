using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>What has moved in, in a saved model: each cursor follows a video of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class PresentObjectsContract
    : StatefulCustomMappingFactory<PresentObjectsContract.Row, PresentObjectsContract.Result, KernelState<PresentObjectsKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.PresentObjects";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        PresentObjectsTransformer.Read(body, inputTypes[0]);

    public override Action<KernelState<PresentObjectsKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<PresentObjectsKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            kernel.Present.Value.CopyTo(ref result.Present);
            kernel.Stays.Value.CopyTo(ref result.Stays);
            kernel.Boxes.Value.CopyTo(ref result.Boxes);
            result.Area = kernel.Area.Value;
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
        public VBuffer<float> Present;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Stays;

        [ColumnName(StockForm.Out2)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.Out3)]
        public float Area;
    }
}
