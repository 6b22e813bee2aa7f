using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms.CropObjects;

/// <summary>Object clips in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectClipsContract
    : StatefulCustomMappingFactory<ObjectClipsContract.Row, ObjectClipsContract.Result, KernelState<ObjectClipsKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectClips";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ObjectClipsTransformer.Read(body, inputTypes);

    public override Action<KernelState<ObjectClipsKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<ObjectClipsKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Objects.Value = row.Objects;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            kernel.Clips.Value.CopyTo(ref result.Clips);
            kernel.Boxes.Value.CopyTo(ref result.Boxes);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Objects;

        [ColumnName(StockForm.In2)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In3)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<byte> Clips;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Boxes;
    }
}
