using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

/// <summary>Damaged files that made readers throw what was no sentence, or more than one line.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NativeFormat_PngWithAnImpossibleChunk_IsRefusedInASentence()
    {
        File.WriteAllBytes(_folder.At("a.png"), [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 1, 1, 2, 3, 4, 0, 0, 0, 0, 0]);
        Assert.Contains("its header tells no size", TestMedia.Error(() => _ = VideoSource.FromPictures(_folder.At("a.png")).Videos[0].NativeFormat));
    }

    [Fact]
    public void NativeFormat_PngWithAChunkLargerThanMemory_IsRefusedInASentence()
    {
        byte[] header = [0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0, 1, 2, 3, 4];
        byte[] mostOfAll = [0x7F, 0xFF, 0xFF, 0xFF];   // no array can be so long
        File.WriteAllBytes(_folder.At("a.png"), [0x89, .. "PNG\r\n\u001a\n"u8, .. header, .. mostOfAll, .. "tEXt"u8, 1, 2, 3, 4]);
        Assert.Contains("its header tells no size", TestMedia.Error(() => _ = VideoSource.FromPictures(_folder.At("a.png")).Videos[0].NativeFormat));
    }

    [Fact]
    public void VadException_QuotedLineFeedsAndCommands_AreBroughtOntoOneLine() =>
        Assert.Equal("It begins with 'a b [31m'.", new VadException("It begins with 'a\r\n\0b\u001b[31m'.").Message);
}
