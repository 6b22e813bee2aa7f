using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class ObjectProposalsTests
{
    private static readonly PersonHeight TwentyEverywhere = new(0f, 20f, 20f, 20f, 20f);

    [Fact]
    public void Propose_PersonSizedComponent_IsOneObject() =>
        Assert.Equal([[10, 5, 9, 20, 1, 0]], Objects(Pictures.BoxMask(60, 80, 10, 5, 9, 20)));

    [Fact]
    public void Propose_TooFewPixelsOrTooFlat_IsNothing()
    {
        Assert.Empty(Objects(Pictures.BoxMask(60, 80, 10, 5, 3, 8)));
        Assert.Empty(Objects(Pictures.BoxMask(60, 80, 10, 5, 15, 6)));
    }

    [Fact]
    public void Propose_WideComponent_IsSearchedByWindowsToItsEdge()
    {
        // 24 wide: window 11 × 20, strides 5 and 7, the last one flush with the right edge
        float[][] objects = Objects(Pictures.BoxMask(60, 80, 10, 5, 24, 20));

        Assert.Equal([10, 5, 24, 20, 1, 0], objects[0]);
        Assert.Equal([10, 15, 20, 23], objects.Skip(1).Select(o => o[0]));
        Assert.All(objects.Skip(1), o => Assert.Equal([5, 11, 20, 1, 1], o.Skip(1)));
    }

    [Fact]
    public void Propose_TallComponent_IsSearchedDownwards() =>
        Assert.Equal([5, 12, 15], Objects(Pictures.BoxMask(60, 80, 10, 5, 11, 30)).Where(o => o[5] == 1).Select(o => o[1]));

    [Fact]
    public void Propose_WindowMostlyBackground_IsDropped()
    {
        byte[] mask = Pictures.BoxMask(60, 80, 10, 5, 9, 20);
        Pictures.BoxMask(60, 80, 10, 5, 40, 3).AsSpan(0, 8 * 80).CopyTo(mask);
        float[][] windows = [.. Objects(mask).Where(o => o[5] == 1)];

        Assert.NotEmpty(windows);
        Assert.All(windows, o => Assert.True(o[0] <= 15 && o[4] > 0.35f));
    }

    [Fact]
    public void Propose_WithoutMergedComponents_KeepsWindowsOnly()
    {
        float[][] objects = Objects(Pictures.BoxMask(60, 80, 10, 5, 24, 20), new ForegroundOptions { KeepMergedComponents = false });

        Assert.Equal(4, objects.Length);
        Assert.All(objects, o => Assert.Equal(1f, o[5]));
    }

    private static float[][] Objects(byte[] mask, ForegroundOptions? options = null)
    {
        var objects = new List<float>();
        new ObjectProposals(options ?? new ForegroundOptions(), TwentyEverywhere, 60, 80)
            .Propose(mask, new ConnectedComponents().Find(mask, 80), objects);
        return [.. objects.Chunk(ObjectProposals.Stride)];
    }
}
