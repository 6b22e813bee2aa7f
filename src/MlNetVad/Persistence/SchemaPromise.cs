using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MlNetVad.Persistence;

/// <summary>
/// Says in a <see cref="SchemaShape"/> what columns an estimator will add. A shape's columns cannot be made outside
/// ML.NET, so each is borrowed from a stock custom mapping that would produce it.
/// </summary>
internal static class SchemaPromise
{
    /// <summary>The context behind stock parts; they are only described and saved with it, never run on user data.</summary>
    public static MLContext Stock { get; } = new(seed: 0);

    /// <summary>The shape of <paramref name="input"/> with the output columns added.</summary>
    public static SchemaShape With(SchemaShape input, IEnumerable<OutputColumn> outputs) =>
        outputs.Aggregate(input, Add);

    private static SchemaShape Add(SchemaShape input, OutputColumn column) => column.Type switch
    {
        VectorDataViewType { ItemType: var item } when item.Equals(NumberDataViewType.Byte) => Borrow<VBuffer<byte>>(input, column),
        VectorDataViewType { ItemType: var item } when item.Equals(NumberDataViewType.Int32) => Borrow<VBuffer<int>>(input, column),
        VectorDataViewType { ItemType: TextDataViewType } => Borrow<VBuffer<ReadOnlyMemory<char>>>(input, column),
        VectorDataViewType => Borrow<VBuffer<float>>(input, column),
        BooleanDataViewType => Borrow<bool>(input, column),
        ImageDataViewType => Borrow<MLImage>(input, column),
        TextDataViewType => Borrow<ReadOnlyMemory<char>>(input, column),
        NumberDataViewType number when number.Equals(NumberDataViewType.Int64) => Borrow<long>(input, column),
        _ => Borrow<float>(input, column),
    };

    private static SchemaShape Borrow<T>(SchemaShape input, OutputColumn column)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(One<T>));
        definition[0].ColumnType = column.Type;
        definition[0].ColumnName = column.Name;
        return Stock.Transforms
            .CustomMapping<Nothing, One<T>>((_, _) => { }, contractName: null, outputSchemaDefinition: definition)
            .GetOutputSchema(input);
    }

    /// <summary>A row without columns.</summary>
    internal sealed class Nothing
    {
    }

    /// <summary>A row with one column.</summary>
    internal sealed class One<T>
    {
        public T Value = default!;
    }
}
