using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Pretrained.EncodeObjects;

/// <summary>The appearance of objects in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ObjectEncodingContract : CustomMappingFactory<ObjectEncodingContract.Row, ObjectEncodingContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ObjectEncoding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ObjectEncodingTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ObjectEncodingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clip.Value = row.Clip;
            kernel.Objects.Value = row.Objects;
            kernel.Run();
            kernel.Appearance.Value.CopyTo(ref result.Appearance);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Objects;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Appearance;
    }
}
