using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Hashed embeddings of single texts in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class HashedTextEmbeddingContract
    : CustomMappingFactory<HashedTextEmbeddingContract.Row, HashedEmbedding>, IComponentContract
{
    private const string ContractName = "MlNetVad.HashedTextEmbedding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        HashedTextEmbeddingTransformer.Read(body, inputTypes[0]);

    public override Action<Row, HashedEmbedding> GetMapping()
    {
        var kernels = new KernelPool<HashedTextEmbeddingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Text.Value = row.Text;
            kernel.Run();
            kernel.Embedding.Value.CopyTo(ref result.Values);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public ReadOnlyMemory<char> Text;
    }
}

/// <summary>Hashed embeddings of vectors of texts in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class HashedTextsEmbeddingContract
    : CustomMappingFactory<HashedTextsEmbeddingContract.Row, HashedEmbedding>, IComponentContract
{
    private const string ContractName = "MlNetVad.HashedTextsEmbedding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        HashedTextEmbeddingTransformer.Read(body, inputTypes[0]);

    public override Action<Row, HashedEmbedding> GetMapping()
    {
        var kernels = new KernelPool<HashedTextsEmbeddingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Texts.Value = row.Texts;
            kernel.Run();
            kernel.Embeddings.Value.CopyTo(ref result.Values);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<ReadOnlyMemory<char>> Texts;
    }
}

/// <summary>What both contracts give.</summary>
internal sealed class HashedEmbedding
{
    [ColumnName(StockForm.Out0)]
    public VBuffer<float> Values;
}
