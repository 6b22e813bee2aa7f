using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class VBufferTests
{
    private static VBuffer<float> Sparse => new(5, 2, [10, 30], [1, 3]);

    [Fact]
    public void Dense_Values_AreTheArray()
    {
        var buffer = new VBuffer<float>(3, [1, 2, 3, 99]);

        Assert.True(buffer.IsDense);
        Assert.Equal(3, buffer.Length);
        Assert.Equal([1, 2, 3], buffer.GetValues().ToArray());
        Assert.True(buffer.GetIndices().IsEmpty);
        Assert.Equal(2, buffer.GetItemOrDefault(1));
    }

    [Fact]
    public void Sparse_MissingItems_AreDefault()
    {
        VBuffer<float> buffer = Sparse;

        Assert.False(buffer.IsDense);
        Assert.Equal([10, 30], buffer.GetValues().ToArray());
        Assert.Equal([1, 3], buffer.GetIndices().ToArray());
        Assert.Equal([0, 10, 0, 30, 0], buffer.DenseValues());
        Assert.Equal(30, buffer.GetItemOrDefault(3));
        Assert.Equal(0, buffer.GetItemOrDefault(4));
    }

    [Fact]
    public void Items_OfASparseVector_AreTheExplicitOnesOrAll()
    {
        Assert.Equal([1, 3], Sparse.Items().Select(item => item.Key));
        Assert.Equal([0, 1, 2, 3, 4], Sparse.Items(all: true).Select(item => item.Key));
        Assert.Equal([0, 10, 0, 30, 0], Sparse.Items(all: true).Select(item => item.Value));
    }

    [Fact]
    public void Default_IsTheEmptyDenseVector()
    {
        VBuffer<float> buffer = default;

        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.IsDense);
        Assert.True(buffer.GetValues().IsEmpty);
        Assert.Empty(buffer.DenseValues());
    }

    [Fact]
    public void Constructor_WithTooFewValues_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(3, [1, 2]));
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(5, 3, [1, 2], [0, 1]));
    }

    [Fact]
    public void CopyTo_Buffer_KeepsSparsityAndDoesNotShare()
    {
        VBuffer<float> copy = default;
        Sparse.CopyTo(ref copy);
        Assert.False(copy.IsDense);
        Assert.Equal([0, 10, 0, 30, 0], copy.DenseValues());

        float[] values = [1, 2];
        new VBuffer<float>(2, values).CopyTo(ref copy);
        values[0] = 7;
        Assert.Equal([1, 2], copy.DenseValues());
    }

    [Fact]
    public void CopyTo_Span_WritesDefaults()
    {
        float[] target = [9, 9, 9, 9, 9];
        Sparse.CopyTo(target);
        Assert.Equal([0, 10, 0, 30, 0], target);

        float[] shifted = [9, 9, 9, 9, 9, 9, 9];
        Sparse.CopyTo(shifted, 1, -1);
        Assert.Equal([9, -1, 10, -1, 30, -1, 9], shifted);
    }

    [Fact]
    public void CopyTo_Range_CutsTheVector()
    {
        VBuffer<float> part = default;
        Sparse.CopyTo(ref part, 2, 3);
        Assert.Equal([0, 30, 0], part.DenseValues());

        new VBuffer<float>(4, [1, 2, 3, 4]).CopyTo(ref part, 1, 2);
        Assert.Equal([2, 3], part.DenseValues());
    }

    [Fact]
    public void CopyToDense_OfASparseVector_IsDense()
    {
        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);

        Assert.True(dense.IsDense);
        Assert.Equal([0, 10, 0, 30, 0], dense.GetValues().ToArray());
    }

    [Fact]
    public void Copy_FromAnArray_TakesTheRange()
    {
        VBuffer<int> buffer = default;
        VBuffer<int>.Copy([1, 2, 3, 4], 1, ref buffer, 2);

        Assert.Equal([2, 3], buffer.DenseValues());
    }

    [Fact]
    public void Editor_OfTheSameLength_ReusesTheBuffer()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> first = VBufferEditor.Create(ref buffer, 3);
        Assert.True(first.CreatedNewValues);
        new float[] { 1, 2, 3 }.CopyTo(first.Values);
        buffer = first.Commit();

        VBufferEditor<float> second = VBufferEditor.Create(ref buffer, 2);
        Assert.False(second.CreatedNewValues);
        second.Values[0] = 5;
        buffer = second.Commit();

        Assert.Equal([5, 2], buffer.DenseValues());
    }

    [Fact]
    public void Editor_KeepOldOnResize_KeepsTheValues()
    {
        var buffer = new VBuffer<float>(2, [1, 2]);
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 3, keepOldOnResize: true);
        editor.Values[2] = 3;

        Assert.Equal([1, 2, 3], editor.Commit().DenseValues());
    }

    [Fact]
    public void Editor_WithFewerValues_MakesASparseVector()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 10, 2);
        Assert.Equal(2, editor.Values.Length);
        Assert.Equal(2, editor.Indices.Length);
        (editor.Indices[0], editor.Values[0]) = (2, 20);
        (editor.Indices[1], editor.Values[1]) = (9, 90);
        buffer = editor.Commit();

        Assert.False(buffer.IsDense);
        Assert.Equal(10, buffer.Length);
        Assert.Equal(90, buffer.GetItemOrDefault(9));
    }

    [Fact]
    public void Editor_CommitTruncated_KeepsTheFirstValues()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 6, 4);
        for (int i = 0; i < 2; i++)
            (editor.Indices[i], editor.Values[i]) = (i + 3, i + 1);
        buffer = editor.CommitTruncated(2);

        Assert.Equal([0, 0, 0, 1, 2, 0], buffer.DenseValues());
    }

    [Fact]
    public void Editor_CreateFromBuffer_EditsInPlace()
    {
        float[] values = [1, 2];
        var buffer = new VBuffer<float>(2, values);
        VBufferEditor<float> editor = VBufferEditor.CreateFromBuffer(ref buffer);
        editor.Values[1] = 8;

        Assert.Equal([1, 8], editor.Commit().DenseValues());
        Assert.Equal(8, values[1]);
    }
}
