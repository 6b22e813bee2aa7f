using System.Security.Cryptography;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Video;

public sealed class SceneAnomalyTests
{
    [Fact]
    public void OpenFrames_NothingAsked_IsTheSceneItAlwaysWas()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (VadVideo video in VadDataset.Open("synthetic:scene?seed=3&videos=4&frames=120&width=96&height=72", VadSplit.Test).Videos)
        {
            TestMedia.ReadAll(video.OpenFrames()).ForEach(f => hash.AppendData(f));
            TestMedia.ReadAll(video.OpenMasks()!).ForEach(m => hash.AppendData(m));
        }

        Assert.Equal("85758C3EDC736ED6", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    private const string Asked = "synthetic:scene?seed=5&videos=2&frames=300&width=96&height=72&anomaly=";

    [Theory]
    [InlineData("speed")]
    [InlineData("direction")]
    [InlineData("place")]
    [InlineData("size")]
    [InlineData("looks")]
    [InlineData("count")]
    public void Labels_WhoIsAnomalousThroughout_FollowWhatThePictureShows(string kind)
    {
        for (int video = 0; video < 2; video++)
        {
            List<int> seen = ChangedPixels(kind, video);
            float[] labels = VideoSource.FromPath(Asked + kind).Videos[video].Labels!.ToArray();
            Assert.Contains(1f, labels);
            Assert.All(labels.Zip(seen), f => Assert.True(f.First == 1 ? f.Second > 0 : f.Second < 100, $"label {f.First}, {f.Second} pixels"));
        }
    }

    [Theory]
    [InlineData("posture")]
    [InlineData("stillness")]
    public void Labels_WhatStays_BeginWhileItIsSeenAndLastToTheEnd(string kind)
    {
        for (int video = 0; video < 2; video++)
        {
            float[] labels = VideoSource.FromPath(Asked + kind).Videos[video].Labels!.ToArray();
            int first = Array.IndexOf(labels, 1f);
            Assert.InRange(first, 45, 270);
            Assert.DoesNotContain(0f, labels[first..]);
            List<int> seen = ChangedPixels(kind, video);
            Assert.Contains(seen[..first], n => n > 0);
            Assert.All(seen[first..], n => Assert.True(n > 0));
        }
    }

    [Theory]
    [InlineData("dark", 0.3)]
    [InlineData("covered", 0.1)]
    [InlineData("moved", 1)]
    [InlineData("frozen", 1)]
    public void OpenFrames_TheCamerasOwn_ChangeTheWholePictureToTheEnd(string kind, double light)
    {
        VadVideo video = VideoSource.FromPath(Asked + kind).Videos[0];
        float[] labels = video.Labels!.ToArray();
        int first = Array.IndexOf(labels, 1f);
        Assert.InRange(first, 45, 75);
        Assert.DoesNotContain(0f, labels[first..]);
        List<byte[]> frames = TestMedia.ReadAll(video.OpenFrames());
        double before = frames[0].Average(p => p), after = frames[^1].Average(p => p);
        Assert.InRange(after / before, light - 0.1, light + 0.1);
        Assert.Equal(kind == "frozen", frames[^1].AsSpan().SequenceEqual(frames[^2]));
        Assert.NotEqual(frames[0], frames[1]);
    }

    [Theory]
    [InlineData("shadow")]
    [InlineData("rain")]
    [InlineData("night")]
    [InlineData("cloud")]
    [InlineData("trees")]
    [InlineData("shake")]
    [InlineData("blocks")]
    public void OpenFrames_Temptations_ChangeThePictureOfBothSplitsAndNoLabel(string kind)
    {
        const string Plain = "synthetic:scene?seed=5&videos=1&fps=5&frames=110&width=96&height=72&anomalies=0";
        foreach (VadSplit split in (ReadOnlySpan<VadSplit>)[VadSplit.Train, VadSplit.Test])
        {
            VadVideo tempted = VadDataset.Open($"{Plain}&tempt={kind}", split).Videos[0], plain = VadDataset.Open(Plain, split).Videos[0];
            Assert.DoesNotContain(1f, tempted.Labels!);
            Assert.Contains(TestMedia.ReadAll(tempted.OpenFrames()).Zip(TestMedia.ReadAll(plain.OpenFrames())), f => Differing(f.First, f.Second) > 0.005);
        }
    }

    [Fact]
    public void Labels_TrainSplit_AreNormalWhateverIsAsked() =>
        Assert.All(VadDataset.Open(Asked + "posture,speed", VadSplit.Train).Videos, v => Assert.DoesNotContain(1f, v.Labels!));

    [Fact]
    public void OpenFrames_SeveralKinds_TakeTurns() =>
        Assert.Equal(
            TestMedia.ReadAll(VideoSource.FromPath(Asked + "speed").Videos[1].OpenFrames()),
            TestMedia.ReadAll(VideoSource.FromPath(Asked + "posture,speed").Videos[1].OpenFrames()));

    [Fact]
    public void FromPath_UnknownKind_NamesTheKinds() =>
        Assert.Contains("'levitation', which does not exist; expected some of speed, direction", TestMedia.Error(() => VideoSource.FromPath(Asked + "levitation")));

    private static double Differing(byte[] a, byte[] b) => a.Zip(b).Average(p => p.First != p.Second ? 1.0 : 0);

    // the same video without its event has the same passers-by and the same noise
    private static List<int> ChangedPixels(string kind, int video)
    {
        List<byte[]> with = TestMedia.ReadAll(VideoSource.FromPath(Asked + kind).Videos[video].OpenFrames());
        List<byte[]> without = TestMedia.ReadAll(VideoSource.FromPath(Asked.Replace("&anomaly=", "&anomalies=0")).Videos[video].OpenFrames());
        return [.. with.Zip(without, (a, b) => a.Zip(b).Count(p => p.First != p.Second))];
    }
}
