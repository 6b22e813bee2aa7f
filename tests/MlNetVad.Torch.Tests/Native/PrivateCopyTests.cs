using MlNetVad.Torch.Native;

namespace MlNetVad.Torch.Tests.Native;

public sealed class PrivateCopyTests
{
    private const string Small = "libLdaNative.so";   // of Microsoft.ML: it needs nothing but the C and C++ libraries

    [Fact]
    public void FromMemory_Library_IsMappedFromMemory()
    {
        byte[] image = File.ReadAllBytes(NativeFile.Require(Small));

        Assert.True(PrivateCopy.FromMemory(image, "small-of-memory.so"));

        Assert.Contains("/memfd:small-of-memory.so (deleted)", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void FromFolder_Library_IsMappedAndItsFileIsGone()
    {
        byte[] image = File.ReadAllBytes(NativeFile.Require(Small));

        PrivateCopy.FromFolder(image, "small-of-a-folder.so");

        string line = Assert.Single(File.ReadLines("/proc/self/maps").Where(map => map.EndsWith("/small-of-a-folder.so (deleted)", StringComparison.Ordinal)).Take(1));
        string path = line[line.IndexOf('/', StringComparison.Ordinal)..].Replace(" (deleted)", "", StringComparison.Ordinal);
        Assert.StartsWith(Path.GetTempPath(), path, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void Load_NoLibrary_RefusesAndLeavesNothing()
    {
        NativeFile.Require(Small);
        string[] before = Directory.GetDirectories(Path.GetTempPath(), "mlnetvad-torch-*");

        Assert.False(PrivateCopy.FromMemory([1, 2, 3], "nothing.so"));
        Assert.Throws<DllNotFoundException>(() => PrivateCopy.Load([1, 2, 3], "nothing.so"));

        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "mlnetvad-torch-*").Except(before));
    }

    [Fact]
    public void TorchLibrary_InATestProgram_IsThere()
    {
        Assert.True(TorchLibrary.IsThere, TorchLibrary.Outcome);
        TorchLibrary.Require();
    }
}
