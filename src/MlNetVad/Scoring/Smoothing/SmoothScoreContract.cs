using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Causal smoothing in a saved model. Each cursor has its own state. In this form only rows whose score is asked for
/// enter the state, which is every row wherever scores are read in order.
/// </summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class SmoothScoreContract
    : StatefulCustomMappingFactory<SmoothScoreContract.Row, SmoothScoreContract.Result, KernelState<SmoothScoreKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.SmoothScore";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SmoothScoreTransformer.Read(body);

    public override Action<KernelState<SmoothScoreKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<SmoothScoreKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Input.Value = row.Input;
            kernel.Run();
            result.Score = kernel.Score.Value;
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In1)]
        public long Frame;

        [ColumnName(StockForm.In2)]
        public float Input;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;
    }
}
