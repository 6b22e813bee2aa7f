using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What is known of a concatenation: the names of its slots, and whether all parts are normalized.</summary>
internal static class ConcatenatedAnnotations
{
    public static DataViewSchema.Annotations Of(DataViewSchema.Column[] sources, int size)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (size > 0 && sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
        {
            ReadOnlyMemory<char>[] names = [.. sources.SelectMany(NamesOf)];
            builder.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size), (ref VBuffer<ReadOnlyMemory<char>> result) =>
            {
                var editor = VBufferEditor.Create(ref result, names.Length);
                names.CopyTo(editor.Values);
                result = editor.Commit();
            });
        }

        if (sources.All(source => source.IsNormalized()))
        {
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, value: true);
        }

        return builder.ToAnnotations();
    }

    private static IEnumerable<ReadOnlyMemory<char>> NamesOf(DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType vector)
        {
            return [source.Name.AsMemory()];
        }

        if (!source.HasSlotNames())
        {
            return Enumerable.Repeat(ReadOnlyMemory<char>.Empty, vector.Size);
        }

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        source.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.IsEmpty ? name : $"{source.Name}.{name}".AsMemory()).ToArray();
    }
}
