using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The redefinitions of a part in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RedefineAnomaliesContract
    : StatefulCustomMappingFactory<RedefineAnomaliesContract.Row, RedefineAnomaliesContract.Result, KernelState<RedefineAnomaliesKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RedefineAnomalies";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public int OutputCount(int used) => 2;

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => RedefineAnomaliesTransformer.Read(body, inputTypes);

    public override Action<KernelState<RedefineAnomaliesKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<RedefineAnomaliesKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Things.Score.Value = row.Score;
            kernel.Things.ObjectScores.Value = row.ObjectScores;
            kernel.Things.Features.Value = row.Features;
            kernel.Things.Paces.Value = row.Paces;
            kernel.Things.Boxes.Value = row.Boxes;
            kernel.Things.Shapes.Value = row.Shapes;
            kernel.Things.ShapeBoxes.Value = row.ShapeBoxes;
            kernel.Run();
            result.Score = kernel.Score.Value;
            kernel.ObjectScores.Value.CopyTo(ref result.ObjectScores);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public float Score;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> ObjectScores;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Features;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Paces;

        [ColumnName(StockForm.In4)]
        public VBuffer<float> Boxes;

        [ColumnName(StockForm.In5)]
        public VBuffer<float> Shapes;

        [ColumnName(StockForm.In6)]
        public VBuffer<float> ShapeBoxes;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public VBuffer<float> ObjectScores;
    }
}
