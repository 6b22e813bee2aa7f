using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Trainers;

/// <summary>The predictor in a saved model: one contract for each number of input columns.</summary>
internal static class SparseFeatureFilteringContracts
{
    /// <summary>The contract for a component that reads these columns.</summary>
    public static IComponentContract For(PredictorColumns columns) => new PredictorRow(columns).Slots.Count switch
    {
        1 => new ClipContract(),
        2 => new ClipAndOneContract(),
        3 => new ClipAndTwoContract(),
        _ => new ClipAndThreeContract(),
    };

    /// <summary>The result of a row; columns that were not asked for stay empty and are dropped.</summary>
    internal sealed class Result
    {
        [ColumnName(StockForm.Out0)]
        public float Score;

        [ColumnName(StockForm.Out1)]
        public bool PredictedLabel;

        [ColumnName(StockForm.Out2)]
        public float FrameError;

        [ColumnName(StockForm.Out3)]
        public float SemanticError;

        [ColumnName(StockForm.Out4)]
        public VBuffer<float> ErrorMap;

        [ColumnName(StockForm.Out5)]
        public VBuffer<float> Sixth;

        [ColumnName(StockForm.Out6)]
        public VBuffer<float> Seventh;

        [ColumnName(StockForm.Out7)]
        public VBuffer<float> Eighth;

        /// <summary>The columns of a result.</summary>
        public const int Columns = 8;

        /// <summary>Takes what a kernel computed.</summary>
        public void Take(SparseFeatureFilteringKernel kernel)
        {
            IReadOnlyList<OutputSlot> slots = kernel.Outputs;
            Score = ((OutputSlot<float>)slots[0]).Value;
            PredictedLabel = ((OutputSlot<bool>)slots[1]).Value;
            FrameError = ((OutputSlot<float>)slots[2]).Value;
            SemanticError = ((OutputSlot<float>)slots[3]).Value;
            Copy(slots, 4, ref ErrorMap);
            Copy(slots, 5, ref Sixth);
            Copy(slots, 6, ref Seventh);
            Copy(slots, 7, ref Eighth);
        }

        private static void Copy(IReadOnlyList<OutputSlot> slots, int index, ref VBuffer<float> target)
        {
            if (index < slots.Count)
            {
                ((OutputSlot<VBuffer<float>>)slots[index]).Value.CopyTo(ref target);
            }
            else
            {
                VBufferEditor<float> empty = VBufferEditor.Create(ref target, 0);
                target = empty.Commit();
            }
        }
    }
}

/// <summary>The predictor on clips alone.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipContract : CustomMappingFactory<ClipContract.Row, SparseFeatureFilteringContracts.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.SparseFeatureFiltering";

    public string Name => ContractName;

    public int OutputCount(int used) => SparseFeatureFilteringContracts.Result.Columns;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SparseFeatureFilteringTransformer.Read(body, inputTypes);

    public override Action<Row, SparseFeatureFilteringContracts.Result> GetMapping()
    {
        var kernels = new KernelPool<SparseFeatureFilteringKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            ((InputSlot<VBuffer<byte>>)kernel.Inputs[0]).Value = row.Clip;
            kernel.Run();
            result.Take(kernel);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;
    }
}

/// <summary>The predictor on clips with one more column: text embeddings, objects or frozen tokens.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipAndOneContract : CustomMappingFactory<ClipAndOneContract.Row, SparseFeatureFilteringContracts.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.SparseFeatureFiltering.1";

    public string Name => ContractName;

    public int OutputCount(int used) => SparseFeatureFilteringContracts.Result.Columns;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SparseFeatureFilteringTransformer.Read(body, inputTypes);

    public override Action<Row, SparseFeatureFilteringContracts.Result> GetMapping()
    {
        var kernels = new KernelPool<SparseFeatureFilteringKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            ((InputSlot<VBuffer<byte>>)kernel.Inputs[0]).Value = row.Clip;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[1]).Value = row.Second;
            kernel.Run();
            result.Take(kernel);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Second;
    }
}

/// <summary>The predictor on clips with two more columns, in the order text embeddings, objects, last hidden states, patch embeddings.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipAndTwoContract : CustomMappingFactory<ClipAndTwoContract.Row, SparseFeatureFilteringContracts.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.SparseFeatureFiltering.2";

    public string Name => ContractName;

    public int OutputCount(int used) => SparseFeatureFilteringContracts.Result.Columns;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SparseFeatureFilteringTransformer.Read(body, inputTypes);

    public override Action<Row, SparseFeatureFilteringContracts.Result> GetMapping()
    {
        var kernels = new KernelPool<SparseFeatureFilteringKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            ((InputSlot<VBuffer<byte>>)kernel.Inputs[0]).Value = row.Clip;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[1]).Value = row.Second;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[2]).Value = row.Third;
            kernel.Run();
            result.Take(kernel);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Second;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Third;
    }
}

/// <summary>The predictor on clips with three more columns: text embeddings, last hidden states, patch embeddings.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class ClipAndThreeContract : CustomMappingFactory<ClipAndThreeContract.Row, SparseFeatureFilteringContracts.Result>, IComponentContract
{
    private const string ContractName = "MlNetVad.SparseFeatureFiltering.3";

    public string Name => ContractName;

    public int OutputCount(int used) => SparseFeatureFilteringContracts.Result.Columns;

    public IEstimator<ITransformer> StockStep() => SchemaPromise.Stock.Transforms.CustomMapping(GetMapping(), ContractName);

    public ComponentTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => SparseFeatureFilteringTransformer.Read(body, inputTypes);

    public override Action<Row, SparseFeatureFilteringContracts.Result> GetMapping()
    {
        var kernels = new KernelPool<SparseFeatureFilteringKernel>();
        return (row, result) => kernels.Run(row.Payload, kernel =>
        {
            ((InputSlot<VBuffer<byte>>)kernel.Inputs[0]).Value = row.Clip;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[1]).Value = row.Second;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[2]).Value = row.Third;
            ((InputSlot<VBuffer<float>>)kernel.Inputs[3]).Value = row.Fourth;
            kernel.Run();
            result.Take(kernel);
        });
    }

    internal sealed class Row
    {
        [ColumnName(StockForm.PayloadColumn)]
        public ReadOnlyMemory<char> Payload;

        [ColumnName(StockForm.In0)]
        public VBuffer<byte> Clip;

        [ColumnName(StockForm.In1)]
        public VBuffer<float> Second;

        [ColumnName(StockForm.In2)]
        public VBuffer<float> Third;

        [ColumnName(StockForm.In3)]
        public VBuffer<float> Fourth;
    }
}
