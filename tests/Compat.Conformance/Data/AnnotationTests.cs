using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class AnnotationTests
{
    [Fact]
    public void Annotations_Getter_RunsOnlyWhenTheValueIsAskedFor()
    {
        int calls = 0;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("Lazy", NumberDataViewType.Single, (ref float value) =>
        {
            calls++;
            value = 2.5f;
        });
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        Assert.Equal(0, calls);

        float read = 0;
        annotations.GetValue("Lazy", ref read);

        Assert.Equal(2.5f, read);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Annotations_AddWithSelector_TakesTheSelectedOnly()
    {
        var source = new DataViewSchema.Annotations.Builder();
        source.AddPrimitiveValue("One", NumberDataViewType.Int32, 1);
        source.AddPrimitiveValue("Two", NumberDataViewType.Int32, 2);
        var target = new DataViewSchema.Annotations.Builder();
        target.Add(source.ToAnnotations(), name => name == "Two");
        DataViewSchema.Annotations annotations = target.ToAnnotations();

        Assert.Equal(["Two"], annotations.Schema.Select(column => column.Name));
        int value = 0;
        annotations.GetGetter<int>(annotations.Schema["Two"])(ref value);
        Assert.Equal(2, value);
    }

    [Fact]
    public void Annotations_WrongTypeOrKind_Throws()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("One", NumberDataViewType.Int32, 1);
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        double wrong = 0;
        int value = 0;

        Assert.ThrowsAny<InvalidOperationException>(() => annotations.GetValue("One", ref wrong));
        Assert.ThrowsAny<Exception>(() => annotations.GetValue("Other", ref value));
        Assert.Null(annotations.Schema.GetColumnOrNull("Other"));
    }

    [Fact]
    public void Annotations_GetterOfAnotherType_IsRefused()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ValueGetter<double> getter = (ref double value) => value = 1;

        Assert.ThrowsAny<ArgumentException>(() => builder.Add("One", NumberDataViewType.Single, getter));
    }

    [Fact]
    public void SlotNames_OfAVectorColumn_AreFound()
    {
        DataViewSchema.Column column = Annotated(
            new VectorDataViewType(NumberDataViewType.Single, 2), "SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2));

        Assert.True(column.HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.Equal(["left", "right"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void SlotNames_OfAnotherLength_DoNotCount()
    {
        DataViewSchema.Column column = Annotated(
            new VectorDataViewType(NumberDataViewType.Single, 3), "SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2));

        Assert.False(column.HasSlotNames());
    }

    [Fact]
    public void KeyValues_OfAKeyColumn_AreFound()
    {
        DataViewSchema.Column column = Annotated(
            new KeyDataViewType(typeof(uint), 2), "KeyValues", new VectorDataViewType(TextDataViewType.Instance, 2));

        Assert.True(column.HasKeyValues());
        Assert.False(column.HasKeyValues(NumberDataViewType.Single));
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        Assert.Equal(2, values.Length);
    }

    [Fact]
    public void IsNormalized_WithTheAnnotation_IsItsValue()
    {
        foreach (bool normalized in new[] { true, false })
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, normalized);
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());

            Assert.Equal(normalized, builder.ToSchema()["A"].IsNormalized());
        }
    }

    private static DataViewSchema.Column Annotated(DataViewType type, string kind, VectorDataViewType annotationType)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(kind, annotationType, (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new VBuffer<ReadOnlyMemory<char>>(2, ["left".AsMemory(), "right".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", type, annotations.ToAnnotations());
        return builder.ToSchema()["A"];
    }
}
