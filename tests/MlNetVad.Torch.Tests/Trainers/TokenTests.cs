using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Trainers.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>The way of a frozen encoder's tokens from a row to a batch.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(3e38f)]
    public void HalfTokens_OfAnyScale_LosesATwoThousandthAtMost(float scale)
    {
        float[] tokens = [.. Random(3, 5000).Select(v => v * scale)];
        float[] back = Unpacked(tokens);
        Assert.All(tokens.Zip(back), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, (Math.Abs(p.First) / 2048) + (scale * 1e-7f)));
        Assert.NotEqual(tokens, back);
    }

    [Fact]
    public void HalfTokens_OfZerosAndOfNoNumbers_IsZerosAndNothing()
    {
        Assert.All(Unpacked(new float[7]), v => Assert.Equal(0, v));
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Assert.False(HalfTokens.TryPack([1, bad, 2], new byte[HalfTokens.Bytes(3)]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TokenSpool_OverlappingClips_GivesEachClipBackAndWritesAFrameOnce(int length)
    {
        const int values = 600;
        float[][] frames = [.. Enumerable.Range(0, 9).Select(i => Random(i, values))];
        using var spool = new TokenSpool(null, new ClipTokens("Appearance", length, values));
        int[] starts = [0, 1, 2, 5, 6, 0];
        foreach (int start in starts)
        {
            spool.Add([.. frames.Skip(start).Take(length).SelectMany(f => f)]);
        }

        float[] tokens = new float[length * values];
        for (int i = starts.Length - 1; i >= 0; i--)
        {
            spool.Read(i, tokens);
            Assert.Equal(frames.Skip(starts[i]).Take(length).SelectMany(Unpacked), tokens);
        }

        int written = 3 * length + 3;   // three runs of clips, and three clips that go on from the one before
        Assert.Equal(written * HalfTokens.Bytes(values), spool.Bytes);
    }

    [Fact]
    public void ClipTokens_OfAnotherLength_NamesTheColumn()
    {
        VadException error = Assert.Throws<VadException>(() => new ClipTokens("Appearance", 2, 3).Load(new float[5]));
        Assert.StartsWith("The column 'Appearance' has 5 numbers in a row where 2 frames of 3 are needed", error.Message, StringComparison.Ordinal);
    }

    // what half precision does to a prediction, against what the prediction is wrong by
    [Fact]
    public void HalfTokens_InANetwork_ChangesThePredictionFarLessThanItsError()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        PredictorOptions options = FrozenAppearance.Network();
        (options.AppearanceTokenWidth, options.TextDimension) = (64, 0);
        using FramePredictor network = FirstWeights.Seeded(() => new FramePredictor(options), 5);
        network.eval();
        Tensor frames = randn([1, options.InputFrames, 1, options.Height, options.Width]);
        float[] tokens = Random(8, options.InputFrames * (1 + options.Patches) * 64);

        Tensor exact = Predict(tokens), rounded = Predict(Unpacked(tokens));

        float change = (exact - rounded).square().mean().item<float>(), error = (exact - frames.select(1, -1)).square().mean().item<float>();
        Assert.InRange(change / error, 1e-15f, 1e-6f);

        Tensor Predict(float[] values) =>
            network.PredictFromTokens(frames, tensor(values, [1, options.InputFrames, 1 + options.Patches, 64]), null, null).Frame;
    }

    [Fact]
    public void PredictFromTokens_AllAtOnce_EqualsFrameByFrame()
    {
        using DisposeScope scope = NewDisposeScope();
        PredictorOptions options = FrozenAppearance.Network();
        (options.AppearanceTokenWidth, options.TextDimension, options.SkipFrames) = (12, 0, 2);
        using FramePredictor network = FirstWeights.Seeded(() => new FramePredictor(options), 5);
        Tensor frames = randn([2, 4, 1, options.Height, options.Width]), tokens = randn([2, 4, 25, 12]), embedded = randn([2, 2, 24, 12]);
        FrameTokens[] encoded = [.. Enumerable.Range(0, 4).Select(t => network.EncodeTokens(tokens.select(1, t), t < 2 ? null : embedded.select(1, t - 2)))];
        FrameTokens[] alone = [.. Enumerable.Range(0, 4).Select(t => network.EncodeTokens(tokens.select(1, t), t < 2 ? null : tokens.select(1, t).narrow(1, 1, 24)))];

        Near(network.Predict(frames, encoded, null).Frame, network.PredictFromTokens(frames, tokens, embedded, null).Frame);
        Near(network.Predict(frames, alone, null).Frame, network.PredictFromTokens(frames, tokens, null, null).Frame);
        Assert.Throws<ArgumentException>(() => network.PredictFromTokens(frames, tokens, tokens, null));
        Assert.Throws<ArgumentException>(() => network.PredictFromTokens(frames, embedded, null, null));
        Assert.Throws<ArgumentException>(() => network.Predict(frames, [.. encoded.Select(e => e with { Embedded = null })], null));
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        using Tensor apart = (expected - actual).abs().max();
        Assert.InRange(apart.item<float>(), 0, 1e-5f);
    }

    private static float[] Unpacked(float[] tokens)
    {
        byte[] packed = new byte[HalfTokens.Bytes(tokens.Length)];
        float[] back = new float[tokens.Length];
        Assert.True(HalfTokens.TryPack(tokens, packed));
        HalfTokens.Unpack(packed, back);
        return back;
    }

    private static float[] Random(int seed, int count)
    {
        var rand = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * rand.NextSingle()) - 1)];
    }
}
