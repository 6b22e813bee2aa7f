using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>Captions of clips, each by itself, in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipCaptionContract : CustomMappingFactory<ClipCaptionContract.Row, ClipCaptionContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ClipCaption";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ClipCaptionTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ClipCaptionKernel>();
        return (row, result) => Map(row, result, kernels);
    }

    internal static void Map(Row row, Result result, KernelPool<ClipCaptionKernel> kernels) => kernels.Run(row.Payload, kernel =>
    {
        kernel.Clip.Value = row.Clip;
        kernel.Video.Value = row.Video;
        kernel.Frame.Value = row.Frame;
        kernel.Run();
        result.Caption = kernel.Caption.Value;
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
        public ReadOnlyMemory<char> Caption;
    }
}

/// <summary>
/// Captions that later rows may use again, in a saved model. Each cursor has its own state. In this form only rows whose caption
/// is asked for enter the state, which is every row wherever captions are read in order.
/// </summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RunningClipCaptionContract
    : StatefulCustomMappingFactory<ClipCaptionContract.Row, ClipCaptionContract.Result, KernelState<ClipCaptionKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RunningClipCaption";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ClipCaptionTransformer.Read(body, inputTypes);

    public override Action<ClipCaptionContract.Row, ClipCaptionContract.Result, KernelState<ClipCaptionKernel>> GetMapping() =>
        (row, result, state) => ClipCaptionContract.Map(row, result, state.Kernels);

    public override Action<KernelState<ClipCaptionKernel>> GetStateInitAction() => _ => { };
}
