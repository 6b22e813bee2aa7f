using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class TypeTests
{
    [Fact]
    public void Promotion_TakesTheWiderTypeThatHoldsBoth()
    {
        Assert.Equal(ScalarType.Float32, promote_types(ScalarType.Int64, ScalarType.Float32));
        Assert.Equal(ScalarType.Float64, promote_types(ScalarType.Float32, ScalarType.Float64));
        Assert.Equal(ScalarType.Int64, promote_types(ScalarType.Bool, ScalarType.Int64));
        Assert.Equal(ScalarType.Float32, result_type(zeros([2], ScalarType.Int64), zeros([2])));
        Assert.Equal(ScalarType.Float32, get_default_dtype());
    }

    [Fact]
    public void Conversion_ChangesTypeAndKeepsNumbers()
    {
        Tensor x = Numbers.Of([0, 1.5f, 200], 3);
        Assert.Equal([0, 1, 200], x.@byte().data<byte>().ToArray());
        Assert.Equal([0, 1, 200], x.@int().data<int>().ToArray());
        Assert.Equal([0L, 1, 200], Numbers.Integers(x.@long()));
        Assert.Equal([false, true, true], Numbers.Flags(x.@bool()));
        Assert.Equal([0, 1.5, 200], x.@double().data<double>().ToArray());
        Assert.Equal(ScalarType.Int64, x.type_as(zeros([1], ScalarType.Int64)).dtype);
        Derivatives.Check(t => t.@double() * 2, Numbers.Drawn(1, 3));
    }

    [Fact]
    public void Kinds_AreToldApart()
    {
        Assert.True(zeros([1]).is_floating_point());
        Assert.False(is_floating_point(ScalarType.Int64));
        Assert.True(zeros([1], ScalarType.Int64).is_integral());
        Assert.False(is_integral(ScalarType.Float32));
        Assert.True(ones([1]).is_nonzero());
    }

    [Fact]
    public void Layout_IsThatOfTheView()
    {
        Tensor x = zeros([2, 3, 4]), turned = x.select(0, 1).t();
        Assert.Equal([4, 3], turned.shape);
        Assert.Equal([1, 4], turned.stride());
        Assert.Equal(12, turned.storage_offset());
        Assert.False(turned.is_contiguous());
        Assert.True(turned.contiguous().is_contiguous());
        Assert.Equal((3, 24, 4), (x.ndim, x.NumberOfElements, x.element_size()));
        Assert.Equal((3, 4), (x.Dimensions, x.ElementSize));
        Assert.Equal(DeviceType.CPU, x.cpu().device_type);
        Assert.True(x.is_cpu());
        Assert.False(x.is_cuda);
    }

    [Fact]
    public void Elements_AreReadOneByOneAndInBulk()
    {
        Assert.Equal(2.5f, Numbers.Of([1, 2.5f], 2).ReadCpuSingle(1));
        Assert.Equal(2.5, Numbers.Of([1, 2.5f], 2).@double().ReadCpuDouble(1));
        Assert.Equal(7, tensor(new long[] { 5, 7 }).ReadCpuInt64(1));
        Assert.Equal(7, tensor(new[] { 5, 7 }).ReadCpuInt32(1));
        Assert.True(tensor(new[] { false, true }).ReadCpuBool(1));
        Assert.Equal((2.5f, 2.5, 2L, 2), (tensor(2.5f).ToSingle(), tensor(2.5f).ToDouble(), tensor(2L).ToInt64(), tensor(2).ToInt32()));
        Assert.Equal(3, tensor(3f).ToScalar().ToInt32());

        float[] copy = new float[3];
        Numbers.Of([1, 2, 3], 3).data<float>().CopyTo(copy);
        Assert.Equal([1f, 2, 3], copy);
        Assert.Equal(new float[,] { { 1, 2 }, { 3, 4 } }, Numbers.Of([1, 2, 3, 4], 2, 2).data<float>().ToNDArray());
    }
}
