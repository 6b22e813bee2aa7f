using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The things of which a text is true, in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class TextAnswersContract
    : StatefulCustomMappingFactory<TextAnswersContract.Row, TextAnswersContract.Result, KernelState<TextAnswersKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.TextAnswers";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => TextAnswersTransformer.Read(body);

    public override Action<KernelState<TextAnswersKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<TextAnswersKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Paces.Value = row.Paces;
            kernel.Boxes.Value = row.Boxes;
            kernel.Shapes.Value = row.Shapes;
            kernel.Stays.Value = row.Stays;
            kernel.ShapeBoxes.Value = row.ShapeBoxes;
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
        public VBuffer<float> Paces;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Shapes;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Stays;

        [ColumnName(StockForm.In4)]
        public VBuffer<float> ShapeBoxes;

        [ColumnName(StockForm.In5)]
        public ReadOnlyMemory<char> Video;

        [ColumnName(StockForm.In6)]
        public long Frame;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Answers;
    }
}
