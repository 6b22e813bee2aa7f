using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The things that do what a text says, in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ActionAnswersContract
    : StatefulCustomMappingFactory<ActionAnswersContract.Row, ActionAnswersContract.Result, KernelState<ActionAnswersKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.ActionAnswers";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ActionAnswersTransformer.Read(body);

    public override Action<KernelState<ActionAnswersKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<ActionAnswersKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Features.Value = row.Features;
            kernel.Boxes.Value = row.Boxes;
            kernel.Things.Value = row.Things;
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            kernel.Run();
            kernel.Answers.Value.CopyTo(ref result.Answers);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Features;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Things;

        [ColumnName(StockForm.In3)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In4)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Answers;
    }
}
