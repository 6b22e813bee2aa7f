using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Video;

/// <summary>Names that mean something to ffmpeg are names all the same.</summary>
public sealed class FileNameTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a%d.pgm", "b%03d.pgm", "plain.pgm")]
    [InlineData("100%.pgm", "50%% d.pgm", "%s.pgm")]
    [InlineData("it's.pgm", "two  spaces .pgm", "[1]{2}*?.pgm")]
    [InlineData("#hash.pgm", "back\\slash.pgm", "ü é.pgm")]
    public void Read_PicturesOfAnyNames_GivesEachOnce(params string[] names)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses such names itself");
        foreach (string folder in (string[])["plain", "%d", "it's %02d"])
        {
            for (int i = 0; i < names.Length; i++)
            {
                Picture($"{folder}/{names[i]}", (byte)(40 * (i + 1)));
            }

            // what a pattern would find in place of a name
            Assert.Equal(Enumerable.Range(1, names.Length).Select(i => (byte)(40 * i)), Greys(VideoSource.FromPath(_folder.At(folder))).Order());
        }
    }

    [Fact]
    public void Read_OnePictureNamedLikeAPattern_IsItself()
    {
        Picture("one%d.pgm", 200);
        Picture("one1.pgm", 10);
        Assert.Equal([200], Greys(VideoSource.FromPath(_folder.At("one%d.pgm"))));
        Assert.Equal([200], Greys(VideoSource.FromPictures(_folder.At("one%d.pgm"))));
    }

    [Theory]
    [InlineData("a\nb.pgm")]
    [InlineData("a\rb.pgm")]
    public void Read_PictureWithALineBreak_SaysToRename(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses such names itself");
        Picture($"set/{name}", 10);
        VadException error = Assert.Throws<VadException>(() => Greys(VideoSource.FromPath(_folder.At("set"))));
        Assert.Contains("line break", error.Message, StringComparison.Ordinal);
        Assert.Contains("rename", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UCSD_Anomaly_Dataset.v1p2")]
    public void Open_FolderAboveTheDataSets_NamesTheirFolders(string archive)
    {
        foreach (string set in (string[])["UCSDped1", "UCSDped2"])
        {
            Picture(Path.Combine(archive, set, "Train/Train001/001.pgm"), 1);
            Picture(Path.Combine(archive, set, "Test/Test001/001.pgm"), 1);
        }

        foreach (Func<object> open in (Func<object>[])[() => VadDataset.Open(_folder.Path, VadSplit.Test), () => VideoSource.FromPath(_folder.Path)])
        {
            VadException error = Assert.Throws<VadException>(open);
            Assert.Contains(Path.Combine(_folder.Path, archive, "UCSDped1"), error.Message, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(_folder.Path, archive, "UCSDped2"), error.Message, StringComparison.Ordinal);
        }

        if (archive.Length > 0)
        {
            Assert.Contains("UCSDped2", Assert.Throws<VadException>(() => VadDataset.Open(_folder.Path, VadSplit.Test, VadDatasetKind.UcsdPed2)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Single(VadDataset.Open(_folder.Path, VadSplit.Test, VadDatasetKind.UcsdPed2).Videos);   // the kind chooses between the two
        }
    }

    private static List<byte> Greys(VideoSource source)
    {
        var greys = new List<byte>();
        foreach (VadVideo video in source.Videos)
        {
            using FrameReader reader = video.OpenFrames(new FrameFormat(0, 0, 1), TestContext.Current.CancellationToken);
            byte[] frame = new byte[reader.Format.FrameBytes];
            while (reader.Read(frame))
            {
                greys.Add(frame[0]);
            }
        }

        return greys;
    }

    private void Picture(string name, byte grey)
    {
        using FileStream file = File.Create(_folder.At(name));
        file.Write("P5\n16 12\n255\n"u8);
        file.Write(Enumerable.Repeat(grey, 16 * 12).ToArray());
    }
}
