using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>A part that is redefined in words, in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RedefineByAnswersContract : CustomMappingFactory<RedefineByAnswersContract.Row, RedefineByAnswersContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.RedefineByAnswers";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => new RedefineByAnswersTransformer(AnsweredPart.Read(body));

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<RedefineByAnswersKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.PartScore.Value = row.Score;
            kernel.ThingScores.Value = row.ObjectScores;
            kernel.Boxes.Value = row.Boxes;
            kernel.Answers.Value = row.Answers;
            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.ObjectScores.Value.CopyTo(ref result.ObjectScores);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public float Score;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> ObjectScores;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Answers;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> ObjectScores;
    }
}
