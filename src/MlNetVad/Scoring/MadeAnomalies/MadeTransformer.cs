using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>Hides a column of features behind a changed one, and says which rows it changed. Lives while a model is trained and is never saved.</summary>
/// <param name="change">What is changed.</param>
/// <param name="type">The column's type: a number, or vectors.</param>
/// <param name="normal">Its values in normal rows.</param>
internal sealed class MadeTransformer(ColumnChange change, DataViewType type, IReadOnlyList<float[]> normal) : ComponentTransformer
{
    /// <summary>The column that says whether a row was changed.</summary>
    public const string Made = "Made";

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs { get; } =
        [new InputColumn(change.ColumnName, $"{type}", found => found.Equals(type), _ => true)];

    internal override IReadOnlyList<DataViewType> InputTypes { get; } = [type];

    internal override ComponentPersistence Persistence => throw new NotSupportedException("Made anomalies are no part of a model.");

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(change.ColumnName, type), new(Made, BooleanDataViewType.Instance)];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        RowChange changeRow = change.Change(normal, FeatureColumn.Width(type) ?? 1);
        return type is VectorDataViewType ? new OfVectors(changeRow) : new OfNumbers(changeRow);
    }

    private sealed class OfVectors(RowChange change) : RowKernel
    {
        private readonly InputSlot<VBuffer<float>> _values = new();
        private readonly OutputSlot<VBuffer<float>> _changed = Slots.Vector<float>();
        private readonly OutputSlot<bool> _made = Slots.Scalar<bool>();

        public override IReadOnlyList<InputSlot> Inputs => [_values];

        public override IReadOnlyList<OutputSlot> Outputs => [_changed, _made];

        public override void Compute()
        {
            Span<float> values = _changed.Fill(_values.Value.Length);
            _values.Value.CopyTo(values);
            _made.Value = change(values);
        }
    }

    private sealed class OfNumbers(RowChange change) : RowKernel
    {
        private readonly InputSlot<float> _value = new();
        private readonly OutputSlot<float> _changed = Slots.Scalar<float>();
        private readonly OutputSlot<bool> _made = Slots.Scalar<bool>();

        public override IReadOnlyList<InputSlot> Inputs => [_value];

        public override IReadOnlyList<OutputSlot> Outputs => [_changed, _made];

        public override void Compute()
        {
            _changed.Value = _value.Value;
            _made.Value = change(new Span<float>(ref _changed.Value));
        }
    }
}
