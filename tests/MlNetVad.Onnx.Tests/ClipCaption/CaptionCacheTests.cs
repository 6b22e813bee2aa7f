using System.Text;
using Microsoft.Data.Sqlite;
using MlNetVad.Onnx.ClipCaption;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Captions on disk.</summary>
public sealed class CaptionCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cache").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File => Path.Combine(_folder, "captions.db");

    [Fact]
    public void Find_AfterClosing_GivesWhatWasAdded()
    {
        using (CaptionCache cache = Open())
        {
            cache.Add(Key(1), "Zwei Leute gehen. 東京", _warnings.Add);
            cache.Add(Key(1), "another one", _warnings.Add);
        }

        using CaptionCache again = Open();
        Assert.Equal("Zwei Leute gehen. 東京", again.Find(Key(1), _warnings.Add));
        Assert.Null(again.Find(Key(2), _warnings.Add));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Find_ProgramKilledInTheMiddle_GivesWhatItHadFinished()
    {
        string copy = Path.Combine(_folder, "copy", "captions.db");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        using CaptionCache cache = Open();
        cache.Add(Key(1), "finished", _warnings.Add);
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using SqliteTransaction unfinished = other.BeginTransaction();
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "PRAGMA cache_spill = 1; PRAGMA cache_size = 1; INSERT INTO captions VALUES (x'02', hex(zeroblob(200000)), 400000, 2)";
        command.ExecuteNonQuery();
        foreach (string part in Directory.GetFiles(_folder))   // what a killed program leaves
        {
            System.IO.File.Copy(part, Path.Combine(Path.GetDirectoryName(copy)!, Path.GetFileName(part)));
        }

        using var left = new CaptionCache(copy, 1 << 20);
        Assert.Equal("finished", left.Find(Key(1), _warnings.Add));
        left.Add(Key(3), "new", _warnings.Add);
        Assert.Equal("new", left.Find(Key(3), _warnings.Add));
        using var table = CaptionTable.Open(copy);
        Assert.Equal(2, table.Count);
        Assert.True(table.IsSound());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Add_MoreThanTheLimit_ForgetsTheLeastRecentlyUsed()
    {
        const int Limit = 64 << 10;
        string caption = new('x', 300);
        using CaptionCache cache = Open(Limit);
        cache.Add(Key(0), caption, _warnings.Add);
        for (int i = 1; i < 1000; i++)
        {
            cache.Add(Key(i), caption, _warnings.Add);
            Assert.NotNull(cache.Find(Key(0), _warnings.Add));   // so it is never the least recently used
        }

        int[] kept = [.. Enumerable.Range(0, 1000).Where(i => cache.Find(Key(i), _warnings.Add) is not null)];
        Assert.InRange(kept.Length, Limit / 500 * 8 / 10, Limit / 500);
        Assert.Equal([0, .. Enumerable.Range(1000 - kept.Length + 1, kept.Length - 1)], kept);
        cache.Dispose();
        Assert.InRange(new FileInfo(File).Length, 1, Limit * 2);
        Assert.False(System.IO.File.Exists(File + "-wal"));
    }

    [Fact]
    public void AddFind_TwoHandlesAtOnce_LoseNothing()
    {
        using CaptionCache one = Open();
        using CaptionCache two = Open();
        Parallel.For(0, 2, h =>
        {
            for (int i = 0; i < 200; i++)
            {
                (h == 0 ? one : two).Add(Key((2 * i) + h), $"caption {(2 * i) + h}", Warn);
                (h == 0 ? two : one).Find(Key(i), Warn);
            }
        });

        Assert.Equal(
            Enumerable.Range(0, 400).Select(i => $"caption {i}"),
            Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? two : one).Find(Key(i), Warn)));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(0)]     // the head: no database at all
    [InlineData(4096)]  // the first page after it
    public void Find_DamagedFile_IsSetAsideWithAWarning(int damagedFrom)
    {
        using (CaptionCache cache = Open())
        {
            for (int i = 0; i < 100; i++)
            {
                cache.Add(Key(i), new string('x', 100), _warnings.Add);
            }
        }

        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(damagedFrom).Fill(0x5a);
        System.IO.File.WriteAllBytes(File, bytes);

        using CaptionCache again = Open();
        Assert.Null(again.Find(Key(1), _warnings.Add));
        again.Add(Key(1), "new", _warnings.Add);
        Assert.Equal("new", again.Find(Key(1), _warnings.Add));
        Assert.Contains($"was damaged", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File + ".damaged"));
    }

    [Fact]
    public void Open_DatabaseOfSomethingElse_IsRefusedAndLeftAlone()
    {
        using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE bills (amount INTEGER)";
            command.ExecuteNonQuery();
        }

        using CaptionCache cache = Open();
        Assert.Contains("is a database of something else); give another CachePath.", Assert.Throws<VadException>(() => cache.Open(_warnings.Add)).Message, StringComparison.Ordinal);

        Assert.Null(cache.Find(Key(1), _warnings.Add));
        cache.Add(Key(1), "x", _warnings.Add);
        Assert.Contains("captions are made without it", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderInPlaceOfTheFile_IsOneSentence()
    {
        Directory.CreateDirectory(File);
        using CaptionCache cache = Open();
        Assert.Contains("cannot be opened", Assert.Throws<VadException>(() => cache.Open(_warnings.Add)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OtherFingerprintPixelsOrShape_IsAnotherKey()
    {
        byte[] buffer = new byte[4 * ClipRows.Height * ClipRows.Width * 3];
        CaptionKey key = CaptionKey.Of("f", ClipRows.Clip("a", 4, buffer));

        Assert.Equal(key, CaptionKey.Of("f", new CaptionedClip(buffer, new(4, ClipRows.Height, ClipRows.Width, 3), "b", 9)));
        Assert.NotEqual(key, CaptionKey.Of("g", new CaptionedClip(buffer, new(4, ClipRows.Height, ClipRows.Width, 3), "a", 4)));
        Assert.NotEqual(key, CaptionKey.Of("f", new CaptionedClip(buffer, new(4, ClipRows.Width, ClipRows.Height, 3), "a", 4)));
        Assert.NotEqual(key.At("a", 4), key.At("a", 5));
        buffer[^1]++;
        Assert.NotEqual(key, CaptionKey.Of("f", new CaptionedClip(buffer, new(4, ClipRows.Height, ClipRows.Width, 3), "a", 4)));
    }

    [Fact]
    public void CaptionMemory_MoreThanTheLimit_ForgetsWhatWasNotUsed()
    {
        var memory = new CaptionMemory(limitBytes: 20_000);
        for (int i = 0; i < 1000; i++)
        {
            memory.Add(Key(i), "0123456789");
            Assert.Equal("0123456789", memory.Find(Key(0)));
        }

        Assert.InRange(memory.Count, 80, 170);
        Assert.NotNull(memory.Find(Key(999)));
        Assert.Null(memory.Find(Key(500)));
    }

    private static CaptionKey Key(int number)
    {
        byte[] pixels = Encoding.ASCII.GetBytes($"{number:00000000}");
        return CaptionKey.Of("test", new CaptionedClip(pixels, new(1, 2, 4, 1), "", 0));
    }

    private CaptionCache Open(long limit = 1 << 20) => new(File, limit);

    private void Warn(string warning)
    {
        lock (_warnings)
        {
            _warnings.Add(warning);
        }
    }
}
