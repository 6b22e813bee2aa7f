using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.EncodeObjectClips;

/// <summary>CLIP's sight of object clips in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipTowerEncodingContract : CustomMappingFactory<ClipTowerEncodingContract.Row, ClipTowerEncodingContract.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.ClipTowerEncoding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => ClipTowerEncodingTransformer.Read(body, inputTypes);

    public override Action<Row, Result> GetMapping()
    {
        var kernels = new KernelPool<ClipTowerEncodingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Clips.Value = row.Clips;
            kernel.Run();
            kernel.Vectors.Value.CopyTo(ref result.Vectors);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clips;
    }

    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public VBuffer<float> Vectors;
    }
}
