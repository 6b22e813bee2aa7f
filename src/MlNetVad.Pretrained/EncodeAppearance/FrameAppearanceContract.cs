using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Pretrained.EncodeAppearance;

/// <summary>The appearance of frames in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class FrameAppearanceContract
    : StatefulCustomMappingFactory<FrameAppearanceContract.Row, FrameAppearanceContract.Result, KernelState<FrameAppearanceKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.FrameAppearance";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => FrameAppearanceTransformer.Read(body, inputTypes);

    public override Action<KernelState<FrameAppearanceKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<FrameAppearanceKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            kernel.Whole.Value.CopyTo(ref result.Whole);
            kernel.Places.Value.CopyTo(ref result.Places);
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
        public VBuffer<float> Whole;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> Places;
    }
}
