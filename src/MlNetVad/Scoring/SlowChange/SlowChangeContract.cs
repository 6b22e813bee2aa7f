using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The following of slow change in a saved model; each cursor has its own levels.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class SlowChangeContract
    : StatefulCustomMappingFactory<SlowChangeContract.Row, SlowChangeContract.Result, KernelState<SlowChangeKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.SlowChange";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public int OutputCount(int used) => 1 + SlowChangeTransformer.Slots;

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SlowChangeTransformer.Read(body);

    public override Action<KernelState<SlowChangeKernel>> GetStateInitAction() => _ => { };

    public override Action<Row, Result, KernelState<SlowChangeKernel>> GetMapping() => (row, result, state) =>
        state.Kernels.Run(row.Payload, kernel =>
        {
            kernel.Video.Value = row.Video;
            kernel.Frame.Value = row.Frame;
            ReadOnlySpan<float> scores = [row.Score0, row.Score1, row.Score2, row.Score3, row.Score4, row.Score5];
            for (int i = 0; i < scores.Length; i++)
            {
                kernel.Scores[i].Value = scores[i];
            }

            kernel.Run();
            kernel.Risen.Value.CopyTo(ref result.Risen);
            OutputSlot<float>[] followed = kernel.Followed;
            (result.Score0, result.Score1, result.Score2) = (followed[0].Value, followed[1].Value, followed[2].Value);
            (result.Score3, result.Score4, result.Score5) = (followed[3].Value, followed[4].Value, followed[5].Value);
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
        public float Score0;

        [ColumnName(StockForm.In3)]
        public float Score1;

        [ColumnName(StockForm.In4)]
        public float Score2;

        [ColumnName(StockForm.In5)]
        public float Score3;

        [ColumnName(StockForm.In6)]
        public float Score4;

        [ColumnName(StockForm.In7)]
        public float Score5;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Risen;

        [ColumnName(StockForm.Out1)]
        public float Score0;

        [ColumnName(StockForm.Out2)]
        public float Score1;

        [ColumnName(StockForm.Out3)]
        public float Score2;

        [ColumnName(StockForm.Out4)]
        public float Score3;

        [ColumnName(StockForm.Out5)]
        public float Score4;

        [ColumnName(StockForm.Out6)]
        public float Score5;
    }
}
