using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>A column a component reads: its name and which types it may have.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Expected">The types in words, such as <c>Vector&lt;Byte, T, H, W, C&gt;</c>, for error messages.</param>
/// <param name="Accepts">Whether a column of this type will do.</param>
/// <param name="Promises">Whether a column of this shape will do, before there is data.</param>
internal sealed record InputColumn(
    string Name, string Expected, Func<DataViewType, bool> Accepts, Func<SchemaShape.Column, bool> Promises)
{
    /// <summary>A scalar column.</summary>
    public static InputColumn Scalar(string name, PrimitiveDataViewType type) => new(
        name,
        type.ToString()!,
        type.Equals,
        c => c.Kind == SchemaShape.Column.VectorKind.Scalar && type.Equals(c.ItemType));

    /// <summary>A clip: bytes of known dimensions T, H, W, C.</summary>
    public static InputColumn Clip(string name) => new(
        name,
        "Vector<Byte, T, H, W, C> (a clip, as VideoData.Load gives it)",
        t => t is VectorDataViewType { IsKnownSize: true, Dimensions.Length: 4 } v && v.ItemType.Equals(NumberDataViewType.Byte),
        c => c.Kind == SchemaShape.Column.VectorKind.Vector && NumberDataViewType.Byte.Equals(c.ItemType));

    /// <summary>A bag of objects: any number of rows of <paramref name="width"/> numbers.</summary>
    public static InputColumn Bag(string name, int width) => new(
        name,
        $"Vector<Single, *, {width}> (a bag of objects)",
        t => t is VectorDataViewType { IsKnownSize: false, Dimensions.Length: 2 } v && v.Dimensions[1] == width && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == SchemaShape.Column.VectorKind.VariableVector && NumberDataViewType.Single.Equals(c.ItemType));

    /// <summary>A bag of vectors of any length, which all rows have in common.</summary>
    public static InputColumn Bags(string name) => new(
        name,
        "Vector<Single, *, d> (a bag of vectors)",
        t => t is VectorDataViewType { IsKnownSize: false, Dimensions: [_, > 0] } v && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == SchemaShape.Column.VectorKind.VariableVector && NumberDataViewType.Single.Equals(c.ItemType));

    /// <summary>One vector a row, of a length that all rows have in common.</summary>
    public static InputColumn Vector(string name) => new(
        name,
        "Vector<Single, d> (a vector)",
        t => t is VectorDataViewType { IsKnownSize: true } v && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == SchemaShape.Column.VectorKind.Vector && NumberDataViewType.Single.Equals(c.ItemType));

    /// <summary>Clips of objects: bytes, n frames of three square planes an object.</summary>
    public static InputColumn ObjectClips(string name) => new(
        name,
        "Vector<Byte, *, n, 3, S, S> (object clips, as CropObjects makes them)",
        t => t is VectorDataViewType { IsKnownSize: false, Dimensions: [_, > 0, 3, > 0, > 0] } v && v.Dimensions[3] == v.Dimensions[4] && v.ItemType.Equals(NumberDataViewType.Byte),
        c => c.Kind == SchemaShape.Column.VectorKind.VariableVector && NumberDataViewType.Byte.Equals(c.ItemType));

    /// <summary>The encoded frames of objects' clips: n vectors of d numbers an object.</summary>
    public static InputColumn ObjectFrames(string name) => new(
        name,
        "Vector<Single, *, n, d> (n vectors an object, as EncodeObjectClips makes them)",
        t => t is VectorDataViewType { IsKnownSize: false, Dimensions: [_, > 0, > 0] } v && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == SchemaShape.Column.VectorKind.VariableVector && NumberDataViewType.Single.Equals(c.ItemType));

    /// <summary>One number an object: a vector of any length.</summary>
    public static InputColumn PerObject(string name) => new(
        name,
        "Vector<Single> (one number an object)",
        t => t is VectorDataViewType { IsKnownSize: false, Dimensions.Length: 1 } v && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == SchemaShape.Column.VectorKind.VariableVector && NumberDataViewType.Single.Equals(c.ItemType));

    /// <summary>Finds the column in a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent or of another type; the message names column, expected and found.</exception>
    public DataViewSchema.Column Find(DataViewSchema schema)
    {
        if (schema.GetColumnOrNull(Name) is not { } column)
        {
            throw Missing(schema.Select(c => c.Name));
        }

        return Accepts(column.Type) ? column : throw Wrong(column.Type.ToString()!);
    }

    /// <summary>Checks the column in a promised schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent or of another type.</exception>
    public void Check(SchemaShape shape)
    {
        SchemaShape.Column[] found = shape.Where(c => c.Name == Name).ToArray();
        if (found.Length == 0)
        {
            throw Missing(shape.Select(c => c.Name));
        }

        if (!Promises(found[^1]))
        {
            throw Wrong($"{found[^1].Kind} of {found[^1].ItemType}");
        }
    }

    private ArgumentOutOfRangeException Missing(IEnumerable<string> present) => new(
        nameof(Name), $"Column '{Name}' is not there; expected {Expected}; the columns are: {string.Join(", ", present.Distinct())}.");

    private ArgumentOutOfRangeException Wrong(string found) => new(
        nameof(Name), $"Column '{Name}' is {found}; expected {Expected}.");
}

/// <summary>A column a component adds.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its exact type.</param>
internal sealed record OutputColumn(string Name, DataViewType Type)
{
    /// <summary>A variable number of objects, <paramref name="width"/> numbers each.</summary>
    public static VectorDataViewType BagType(int width) => new(NumberDataViewType.Single, 0, width);

    /// <summary>One number an object.</summary>
    public static VectorDataViewType PerObjectType { get; } = new(NumberDataViewType.Single, 0);

    /// <summary>One text an object.</summary>
    public static VectorDataViewType TextPerObjectType { get; } = new(TextDataViewType.Instance, 0);
}
