using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The calibration in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class CalibrateScoreContract
    : CustomMappingFactory<CalibrateScoreContract.Row, CalibrateScoreContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.CalibrateScore";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => CalibrateScoreTransformer.Read(body);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<CalibrateScoreKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Input.Value = row.Input;
            kernel.Run();
            result.Score = kernel.Score.Value;
            result.PredictedLabel = kernel.PredictedLabel.Value;
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public float Input;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public bool PredictedLabel;
    }
}
