using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.TextEncoding;

/// <summary>A sentence encoder on single texts in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class OnnxTextEmbeddingContract
    : CustomMappingFactory<HashedTextEmbeddingContract.Row, HashedEmbedding>, IComponentContract
{
    private const string ContractName = "MlNetVad.OnnxTextEmbedding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        OnnxTextEmbeddingTransformer.Read(body, inputTypes[0]);

    public override Action<HashedTextEmbeddingContract.Row, HashedEmbedding> GetMapping()
    {
        var kernels = new KernelPool<OnnxTextEmbeddingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Text.Value = row.Text;
            kernel.Run();
            kernel.Embedding.Value.CopyTo(ref result.Values);
        });
    }
}

/// <summary>A sentence encoder on vectors of texts in a saved model.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class OnnxTextsEmbeddingContract
    : CustomMappingFactory<HashedTextsEmbeddingContract.Row, HashedEmbedding>, IComponentContract
{
    private const string ContractName = "MlNetVad.OnnxTextsEmbedding";

    public string Name => ContractName;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        OnnxTextEmbeddingTransformer.Read(body, inputTypes[0]);

    public override Action<HashedTextsEmbeddingContract.Row, HashedEmbedding> GetMapping()
    {
        var kernels = new KernelPool<OnnxTextsEmbeddingKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            kernel.Texts.Value = row.Texts;
            kernel.Run();
            kernel.Embeddings.Value.CopyTo(ref result.Values);
        });
    }
}
