using System.Security.Cryptography;
using MlNetVad.Torch.Native;

namespace MlNetVad.Torch.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const int Weak = 2;

    [Fact]
    public void Weaken_VersionOfTheOnlyLibrary_MarksItAlone()
    {
        var elf = new TinyElf(("libstdc++.so.6", ["GLIBCXX_3.4", "GLIBCXX_3.4.32"]));

        Assert.True(ElfVersionNeeds.Weaken(elf.Image, "GLIBCXX_3.4.32"));

        Assert.Equal(Weak, elf.Flags("GLIBCXX_3.4.32"));
        Assert.Equal(0, elf.Flags("GLIBCXX_3.4"));
    }

    [Fact]
    public void Weaken_AbsentVersion_ChangesNothing()
    {
        var elf = new TinyElf(("libstdc++.so.6", ["GLIBCXX_3.4.3", "GLIBCXX_3.4.321"]), ("libc.so.6", ["GLIBC_2.17"]));
        byte[] before = [.. elf.Image];

        Assert.False(ElfVersionNeeds.Weaken(elf.Image, "GLIBCXX_3.4.32"));

        Assert.Equal(before, elf.Image);
    }

    [Theory]
    [InlineData("GLIBC_2.17")]
    [InlineData("CXXABI_1.3")]
    [InlineData("GCC_3.0")]
    public void Weaken_SeveralLibraries_FindsItInAnyOfThem(string version)
    {
        string[] all = ["GLIBC_2.2.5", "GLIBC_2.17", "GLIBCXX_3.4", "CXXABI_1.3", "GCC_3.0"];
        var elf = new TinyElf(("libc.so.6", all[..2]), ("libstdc++.so.6", all[2..4]), ("libgcc_s.so.1", all[4..]));

        Assert.True(ElfVersionNeeds.Weaken(elf.Image, version));

        Assert.All(all, name => Assert.Equal(name == version ? Weak : 0, elf.Flags(name)));
    }

    [Fact]
    public void Weaken_FileWithoutNeeds_FindsNothing() => Assert.False(ElfVersionNeeds.Weaken(new byte[64], "GLIBCXX_3.4.32"));

    [Fact]
    public void Weaken_CopyOfTheRealFile_ChangesOneByteOfTheCopyAndNothingOfTheFile()
    {
        string file = NativeFile.Require("libLibTorchSharp.so");
        byte[] before = Hash(file), original = File.ReadAllBytes(file), copy = [.. original];

        Assert.False(ElfVersionNeeds.Weaken(copy, "GLIBCXX_9.9.9"));
        Assert.Equal(original, copy);
        Assert.True(ElfVersionNeeds.Weaken(copy, "GLIBCXX_3.4.32"));

        Assert.Equal(1, original.Zip(copy).Count(pair => pair.First != pair.Second));
        Assert.Equal(before, Hash(file));
    }

    private static byte[] Hash(string file) => SHA256.HashData(File.ReadAllBytes(file));
}
