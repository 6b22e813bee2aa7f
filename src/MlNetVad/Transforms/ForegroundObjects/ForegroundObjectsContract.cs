using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Foreground objects in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ForegroundObjectsContract
    : CustomMappingFactory<ForegroundObjectsContract.Row, ForegroundObjectsContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ForegroundObjects";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        ForegroundObjectsTransformer.Read(body, inputTypes[0]);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ForegroundObjectsKernel>();
        return (row, result) => Map(row, result, kernels);
    }

    internal static void Map(Row row, Result result, KernelPool<ForegroundObjectsKernel> kernels) =>
        kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Run();
            kernel.Objects.Value.CopyTo(ref result.Objects);
        });

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Objects;
    }
}

/// <summary>Foreground objects with a running background in a saved model: each cursor has a background of its own.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class RunningForegroundObjectsContract
    : StatefulCustomMappingFactory<ForegroundObjectsContract.Row, ForegroundObjectsContract.Result, KernelState<ForegroundObjectsKernel>>, IComponentContract
{
    private const string ContractName = "MlNetVad.RunningForegroundObjects";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() =>
        SchemaPromise.Stock.Transforms.StatefulCustomMapping(GetMapping(), GetStateInitAction(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        ForegroundObjectsTransformer.Read(body, inputTypes[0]);

    public override Action<ForegroundObjectsContract.Row, ForegroundObjectsContract.Result, KernelState<ForegroundObjectsKernel>> GetMapping() =>
        (row, result, state) => ForegroundObjectsContract.Map(row, result, state.Kernels);

    public override Action<KernelState<ForegroundObjectsKernel>> GetStateInitAction() => _ => { };
}
