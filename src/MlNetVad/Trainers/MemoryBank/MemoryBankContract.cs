using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>The memory of places in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class MemoryBankContract
    : StatefulCustomMappingFactory<MemoryBankContract.Row, MemoryBankContract.Result, KernelState<MemoryBankKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.MemoryBank";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new MemoryBankTransformer(MemoryBankColumns.Read(body), inputTypes, Bank.Read(body));

    public override Action<KernelState<MemoryBankKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<MemoryBankKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Features.Value = row.Features;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.PlaceScores.Value.CopyTo(ref result.PlaceScores);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Features;

        [ColumnName(StockForm.In1)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In2)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> PlaceScores;
    }
}
