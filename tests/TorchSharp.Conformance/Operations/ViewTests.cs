using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class ViewTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Op, long[] Shape, int[] Order)> Functions = new(StringComparer.Ordinal)
    {
        ["view"] = (x => x.view(3, -1), [3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["reshape of a transpose"] = (x => x.transpose(0, 2).reshape(12), [12], [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]),
        ["permute"] = (x => x.permute(2, 0, 1), [2, 2, 3], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
        ["select"] = (x => x.select(1, 2), [2, 2], [4, 5, 10, 11]),
        ["narrow"] = (x => x.narrow(1, 1, 2), [2, 2, 2], [2, 3, 4, 5, 8, 9, 10, 11]),
        ["slice with a step"] = (x => x.slice(1, 0, 3, 2), [2, 2, 2], [0, 1, 4, 5, 6, 7, 10, 11]),
        ["unsqueeze"] = (x => x.unsqueeze(1), [2, 1, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["squeeze"] = (x => x.unsqueeze(0).squeeze(0), [2, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["flatten"] = (x => x.flatten(1), [2, 6], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["expand"] = (x => x.select(0, 0).select(0, 0).unsqueeze(0).expand(3, 2), [3, 2], [0, 1, 0, 1, 0, 1]),
        ["indexer of ranges"] = (x => x[.., 1..], [2, 2, 2], [2, 3, 4, 5, 8, 9, 10, 11]),
        ["indexer of an ellipsis"] = (x => x[TensorIndex.Ellipsis, 1], [2, 3], [1, 3, 5, 7, 9, 11]),
        ["indexer of a step and a new axis"] = (x => x[TensorIndex.Colon, TensorIndex.Slice(0, null, 2), TensorIndex.None], [2, 2, 1, 2], [0, 1, 4, 5, 6, 7, 10, 11]),
        ["contiguous"] = (x => x.permute(1, 0, 2).contiguous(), [3, 2, 2], [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]),
        ["chunk"] = (x => x.chunk(3, 1)[1], [2, 1, 2], [2, 3, 8, 9]),
        ["split"] = (x => x.split([1, 2], 1)[1], [2, 2, 2], [2, 3, 4, 5, 8, 9, 10, 11]),
        ["cat"] = (x => cat([x.select(0, 1), x.select(0, 0)], 0), [6, 2], [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]),
        ["stack"] = (x => stack([x.select(1, 0), x.select(1, 2)], 1), [2, 2, 2], [0, 1, 4, 5, 6, 7, 10, 11]),
        ["roll"] = (x => x.reshape(12).roll(5, 0), [12], [7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6]),
        ["flip"] = (x => x.flip([1]), [2, 3, 2], [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7]),
        ["unbind"] = (x => x.unbind(1)[1], [2, 2], [2, 3, 8, 9]),
        ["tile"] = (x => x.select(0, 0).select(0, 1).tile([2]), [4], [2, 3, 2, 3]),
        ["unflatten"] = (x => x.reshape(12).unflatten(0, [4, 3]), [4, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["movedim"] = (x => x.movedim([2], [0]), [2, 2, 3], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
        ["moveaxis"] = (x => x.moveaxis([2], [0]), [2, 2, 3], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
        ["swapaxes"] = (x => x.swapaxes(1, 2), [2, 2, 3], [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]),
        ["swapdims"] = (x => x.swapdims(1, 2), [2, 2, 3], [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]),
        ["mT"] = (x => x.mT, [2, 2, 3], [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]),
        ["T"] = (x => x.select(0, 0).T, [2, 3], [0, 2, 4, 1, 3, 5]),
        ["ravel"] = (x => x.mT.ravel(), [12], [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]),
        ["view_as"] = (x => x.view_as(zeros([4, 3])), [4, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["alias"] = (x => x.alias(), [2, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ["concat"] = (x => concat([x.select(1, 2), x.select(1, 0)], 1), [2, 4], [4, 5, 0, 1, 10, 11, 6, 7]),
        ["repeat"] = (x => x.select(0, 0).select(0, 1).repeat(2, 2), [2, 4], [2, 3, 2, 3, 2, 3, 2, 3]),
        ["meshgrid"] = (x => meshgrid([x.select(0, 0).select(0, 1), x.select(0, 1).select(1, 0)])[1], [2, 3], [6, 8, 10, 6, 8, 10]),
        ["expand_as"] = (x => x.select(0, 0).select(0, 0).expand_as(zeros([2, 2])), [2, 2], [0, 1, 0, 1]),
        ["broadcast_to"] = (x => x.select(0, 0).select(0, 0).broadcast_to([2, 2]), [2, 2], [0, 1, 0, 1]),
        ["repeat_interleave"] = (x => x.reshape(12).narrow(0, 0, 3).repeat_interleave(2), [6], [0, 0, 1, 1, 2, 2]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void View_OfTwelveNumbers_ShowsThemInTheExpectedOrder(string name)
    {
        var (op, shape, order) = Functions[name];
        Tensor result = op(Numbers.Of([.. Enumerable.Range(0, 12).Select(i => (float)i)], 2, 3, 2));
        Assert.Equal(shape, result.shape);
        Assert.Equal(order.Select(i => (float)i), Numbers.Values(result));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void View_Gradient_GoesBackToItsPlace(string name) => Derivatives.Check(Functions[name].Op, Numbers.Drawn(8, 2, 3, 2));

    [Fact]
    public void View_WrittenInPlace_ChangesItsBase()
    {
        Tensor x = zeros([2, 3]);
        x.t().select(0, 1).fill_(5);
        Numbers.Near([0.0, 5, 0, 0, 5, 0], Numbers.Values(x));
    }

    [Fact]
    public void View_OfAnotherCount_IsRefused() => Assert.ThrowsAny<Exception>(() => zeros([2, 3]).view(4));
}
