using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using static Compat.Conformance.Model.ModelFiles;

namespace Compat.Conformance.Model;

public sealed class BrokenModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Load_TextFile_Fails()
    {
        AssertRefused(Encoding.UTF8.GetBytes("this is no zip, however long it goes on about it"));
    }

    [Fact]
    public void Load_EmptyFile_Fails()
    {
        AssertRefused([]);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Load_TruncatedZip_Fails(double share)
    {
        byte[] zip = Save(_ml, Component(_ml), Samples(_ml).Schema);

        AssertRefused(zip[..(int)(share * zip.Length)]);
    }

    [Fact]
    public void Load_ZipOfSomethingElse_Fails()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("readme.txt").Open();
            entry.Write("hello"u8);
        }

        AssertRefused(stream.ToArray());
    }

    [Fact]
    public void Load_ModelWithoutOneOfItsParts_Fails()
    {
        byte[] zip = Save(_ml, Component(_ml), Samples(_ml).Schema);
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains("Transform_003")).ToArray())
            {
                entry.Delete();
            }
        }

        AssertRefused(stream.ToArray());
    }

    // An error that says what is wrong with the file, not one about an index or a missing object.
    private static void AssertRefused(byte[] zip)
    {
        var error = Assert.ThrowsAny<Exception>(() => Load(zip));

        Assert.True(error is InvalidOperationException or FormatException or InvalidDataException or ArgumentException or IOException, error.ToString());
        Assert.False(error is ArgumentNullException or ObjectDisposedException, error.ToString());
    }
}
