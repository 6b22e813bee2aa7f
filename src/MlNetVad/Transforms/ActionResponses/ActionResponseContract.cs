using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms.ActionResponses;

/// <summary>Responses to actions in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ActionResponseContract : CustomMappingFactory<ActionResponseContract.Row, ActionResponseContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ActionResponses";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new ActionResponseTransformer(body.ReadString(), body.ReadString(), inputTypes[0], ActionTexts.Read(body));

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ActionResponseKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Features.Value = row.Features;
            kernel.Run();
            kernel.Responses.Value.CopyTo(ref result.Responses);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<float> Features;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Responses;
    }
}
