using MlNetVad.Persistence;
using MlNetVad.Tests.Video;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Persistence;

/// <summary>Whatever stands at an output's path: a file is replaced whole, a link is followed, what is no file is written through.</summary>
public sealed class OutputTargetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>How the content is written: at once, through a stream that seeks, or row by row.</summary>
    public enum Writer
    {
        Text,
        Seeking,
        Growing,
    }

    public static MatrixTheoryData<string, bool, Writer> WaysAndWriters => new(["plain", .. LinkedWays], [false, true], Enum.GetValues<Writer>());

    public static MatrixTheoryData<int, Writer> ModesAndWriters => new([0x180, 0x1A4, 0x1B4, 0x1ED], Enum.GetValues<Writer>());   // 0600, 0644, 0664, 0755

    public static MatrixTheoryData<Writer, bool> WritersAndLinks => new(Enum.GetValues<Writer>(), [false, true]);

    private static string[] LinkedWays => ["relative link", "absolute link", "chain of links", "linked folder", "link up from a linked folder"];

    public void Dispose() => _folder.Dispose();

    /// <summary>All ways to reach a file: for each, the path given and the file that must hold the content afterwards.</summary>
    [Theory]
    [MemberData(nameof(WaysAndWriters))]
    public void Write_AnyWayToAFile_FillsTheFileAndKeepsWhatLeadsThere(string way, bool exists, Writer writer)
    {
        string real = _folder.At("real/deep/file.txt"), given = Way(way, real);
        string[] before = Links();
        if (exists)
        {
            File.WriteAllText(real, "old content, longer than the new one");
        }

        Write(writer, given, "new");

        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal("new", File.ReadAllText(given));
        Assert.Equal(before, Links());
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ModesAndWriters))]
    public void Write_OverAFile_KeepsItsMode(int mode, Writer writer)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        string path = _folder.Write("file.txt", "old");
#pragma warning disable CA1416 // skipped on Windows
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        Write(writer, path, "new");
        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
    }

    [Theory]
    [MemberData(nameof(WritersAndLinks))]
    public void Write_ToADevice_WritesThroughAndLeavesTheDevice(Writer writer, bool linked)
    {
        string device = UnixFiles.NullDevice(_folder.At("null")), given = linked ? Link("link", device) : device;

        Write(writer, given, "new");

        Assert.True(FileKind.IsSpecial(device));
        Assert.Equal(linked ? 2 : 1, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Theory]
    [InlineData(Writer.Text)]
    [InlineData(Writer.Seeking)]
    [InlineData(Writer.Growing)]
    public async Task Write_ToAFifo_ReachesItsReader(Writer writer)
    {
        string fifo = UnixFiles.Fifo(_folder.At("fifo"));
        Task<string> reader = Task.Run(() => File.ReadAllText(fifo), TestContext.Current.CancellationToken);

        Write(writer, fifo, "through the pipe");

        Assert.Equal("through the pipe", await reader);
        Assert.True(FileKind.IsSpecial(fifo));
    }

    [Theory]
    [InlineData(Writer.Text)]
    [InlineData(Writer.Seeking)]
    [InlineData(Writer.Growing)]
    public void Write_ToADeviceWithoutRoom_SaysSo(Writer writer)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        Refused(() => Write(writer, "/dev/full", "new"), "'/dev/full' cannot be written", "no space");
    }

    [Theory]
    [InlineData(Writer.Text)]
    [InlineData(Writer.Seeking)]
    [InlineData(Writer.Growing)]
    public void Write_ToAFullDisk_SaysSoAndLeavesTheOldFile(Writer writer)
    {
        string disk = _folder.At("disk");
        using IDisposable mounted = UnixFiles.Disk(disk, "size=64k");
        string path = Path.Combine(disk, "file.txt");
        File.WriteAllText(path, "old");
        UnixFiles.Fill(disk);

        Refused(() => Write(writer, path, new string('x', 10_000)), path, "no space");

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(2, Directory.GetFiles(disk).Length);
    }

    [Theory]
    [InlineData(Writer.Text)]
    [InlineData(Writer.Seeking)]
    [InlineData(Writer.Growing)]
    public void Write_IntoAReadOnlyDisk_SaysSo(Writer writer)
    {
        string disk = _folder.At("disk");
        using IDisposable mounted = UnixFiles.Disk(disk, "ro,size=64k");
        Refused(() => Write(writer, Path.Combine(disk, "file.txt"), "new"), "file.txt", "Read-only");
    }

    [Theory]
    [InlineData(Writer.Text)]
    [InlineData(Writer.Seeking)]
    [InlineData(Writer.Growing)]
    public void Write_IntoAFolderThatCannotBe_SaysSo(Writer writer)
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "no /proc");
        Refused(() => Write(writer, "/proc/nowhere/file.txt", "new"), "/proc/nowhere/file.txt", "choose another output path");
    }

    [Fact]
    public void Write_LinksInACircle_SaysSo()
    {
        Link("a", _folder.At("b"));
        Refused(() => AtomicFile.WriteText(Link("b", _folder.At("a")), "new"), "cannot be written", "links");
    }

    [Fact]
    public void Write_TheWritersOwnError_IsNotTakenForTheOutputs() => Assert.Contains(
        "the input",
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder.At("file"), _ => throw new IOException("the input broke"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AreSame_AllWays_FindOneFileAndTellOthersApart()
    {
        string real = _folder.Write("real/deep/file.txt", "x"), other = _folder.Write("real/deep/other.txt", "x");
        string[] ways = [real, .. LinkedWays.Select(way => Way(way, real, way))];
        Assert.All(ways, a => Assert.All(ways, b => Assert.True(FileKind.AreSame(a, b), $"{a} {b}")));
        Assert.All(ways, a => Assert.False(FileKind.AreSame(a, other), a));
        Assert.All(ways, a => Assert.False(FileKind.AreSame(a, _folder.At("nothing")), a));
    }

    [Fact]
    public void AreSame_HardLinks_AreOneFile()
    {
        string a = _folder.Write("a", "x"), b = _folder.At("b");
        Assert.SkipUnless(OperatingSystem.IsLinux() && Programs.Run("ln", [a, b]).ExitCode == 0, "no hard links here");
        Assert.True(FileKind.AreSame(a, b));
    }

    private static void Write(Writer writer, string path, string text)
    {
        switch (writer)
        {
            case Writer.Text:
                AtomicFile.WriteText(path, text);
                break;
            case Writer.Seeking:
                AtomicFile.Write(path, stream =>
                {
                    stream.Write("?"u8);
                    stream.Position = 0;
                    stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                });
                break;
            default:
                using (var file = new PendingFile(path))
                {
                    file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                    file.Commit();
                }

                break;
        }
    }

    private static void Refused(Action write, params string[] says)
    {
        VadException error = Assert.Throws<VadException>(write);
        Assert.All(says, s => Assert.Contains(s, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A path that leads to a file below "real/deep" in a certain way; names made unique by a suffix.</summary>
    private string Way(string way, string real, string suffix = "")
    {
        switch (way)
        {
            case "plain":
                return real;
            case "relative link":
                return Link("link" + suffix, "real/deep/file.txt");
            case "absolute link":
                return Link("link" + suffix, real);
            case "chain of links":
                Link("second" + suffix, "real/deep/file.txt");
                return Link("first" + suffix, "second" + suffix);
            case "linked folder":
                return Path.Combine(Link("folder" + suffix, "real/deep"), "file.txt");
            default:
                // "up" from where the folder really is, not from where its link lies
                string sibling = Link("real/deep/up" + suffix, "../deep/file.txt");
                return Path.Combine(Link("folder" + suffix, "real/deep"), Path.GetFileName(sibling));
        }
    }

    private string Link(string name, string target)
    {
        string link = _folder.At(name);
        File.CreateSymbolicLink(link, target);
        return link;
    }

    private string[] Links() =>
    [
        .. new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => entry.LinkTarget is not null).Select(entry => $"{entry.Name} -> {entry.LinkTarget}").Order(StringComparer.Ordinal),
    ];
}
