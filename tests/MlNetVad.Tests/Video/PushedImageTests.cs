using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

public sealed class PushedImageTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(MLPixelFormat.Bgra32)]
    [InlineData(MLPixelFormat.Rgba32)]
    public void FromImages_ColourFrames_GivesRedGreenBlue(MLPixelFormat format)
    {
        byte[] first = format == MLPixelFormat.Bgra32 ? [30, 20, 10, 255, 3, 2, 1, 255] : [10, 20, 30, 255, 1, 2, 3, 255];
        using MLImage image = MLImage.CreateFromPixels(2, 1, format, first);

        Assert.Equal([10, 20, 30, 1, 2, 3], Frames(VideoSource.FromImages([image]), channels: 3).Single());
    }

    [Fact]
    public void FromImages_SavedAsPng_IsTheFolderReadByFfmpeg()
    {
        using var folder = new TempFolder();
        MLImage[] images = [.. Enumerable.Range(0, 3).Select(Noise)];
        for (int i = 0; i < images.Length; i++)
        {
            images[i].Save(Path.Combine(folder.Path, $"{i:000}.png"));
        }

        byte[][] pushed = Frames(VideoSource.FromImages(images), channels: 3);
        byte[][] decoded = Frames(VideoSource.FromPath(folder.Path), channels: 3);
        byte[][] read = Frames(VideoSource.FromImages(Directory.GetFiles(folder.Path).Order().Select(MLImage.CreateFromFile)), channels: 3);

        Assert.Equal(decoded, pushed);
        Assert.Equal(decoded, read);
    }

    [Fact]
    public void FromImages_GreyModel_TakesLuma()
    {
        using MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, [255, 0, 0, 255, 90, 90, 90, 255]);

        Assert.Equal([77, 90], Frames(VideoSource.FromImages([image]), channels: 1).Single());
    }

    [Fact]
    public void FromImages_EnumerableOnce_LosesNoImage()
    {
        using var camera = new BlockingCollection<MLImage>();
        Enumerable.Range(0, 4).ToList().ForEach(i => camera.Add(Noise(i)));
        camera.CompleteAdding();

        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Zip(Frames(VideoSource.FromImages(camera.GetConsumingEnumerable()), channels: 3)).Where(p => p.Second.SequenceEqual(Bytes(p.First))).Select(p => p.First));
    }

    [Fact]
    public void FromImages_AnotherSize_SaysBothSizes()
    {
        using MLImage small = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, new byte[8]);
        VadException error = Assert.Throws<VadException>(() => Frames(VideoSource.FromImages([Noise(0), small], "gate"), channels: 3));
        Assert.Contains("Image 1 of video 'gate' is 2×1, those before it are 9×7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 48)]
    [InlineData(3, 24)]
    [InlineData(1, 24)]
    public void FromImages_ModelOfAnotherSize_IsResizedNearlyAsByFfmpeg(int channels, int width)
    {
        using var folder = new TempFolder();
        MLImage[] images = [.. Enumerable.Range(0, 2).Select(Slope)];
        for (int i = 0; i < images.Length; i++)
        {
            images[i].Save(Path.Combine(folder.Path, $"{i:000}.png"));
        }

        byte[][] pushed = Frames(VideoSource.FromImages(images), channels, width);
        byte[][] decoded = Frames(VideoSource.FromPath(folder.Path), channels, width);

        Assert.Equal(width * width / 4 * 3 * channels, pushed[0].Length);
        Assert.All(pushed.SelectMany(p => p).Zip(decoded.SelectMany(p => p)), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void FromImages_None_SaysSo()
    {
        VadException error = Assert.Throws<VadException>(() => Frames(VideoSource.FromImages([], "gate"), channels: 1));
        Assert.Contains("'gate' has no image", error.Message, StringComparison.Ordinal);
    }

    private static MLImage Noise(int seed) => MLImage.CreateFromPixels(
        9, 7, MLPixelFormat.Rgba32, [.. Bytes(seed).Chunk(3).SelectMany(p => (byte[])[.. p, 255])]);

    private static MLImage Slope(int number) => MLImage.CreateFromPixels(
        32, 24, MLPixelFormat.Rgba32, [.. Enumerable.Range(0, 32 * 24).SelectMany(i => (byte[])[(byte)(7 * (i % 32)), (byte)(10 * (i / 32)), (byte)(100 * number), 255])]);

    private static byte[] Bytes(int seed)
    {
        byte[] bytes = new byte[3 * 9 * 7];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private byte[][] Frames(VideoSource source, int channels, int width = 0) =>
        [.. VideoData.Load(_ml, source, new VideoOptions { ClipLength = 1, Channels = channels, Width = width }).GetColumn<byte[]>("Clip")];
}
