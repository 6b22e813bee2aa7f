using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>What is kept of events: over restarts, while the database is away, and how long.</summary>
public sealed class KeepTests
{
    [Fact]
    public async Task Service_StoppedInTheMiddleOfAnEvent_HasItOnceAfterTheRestart()
    {
        string data = Directory.CreateTempSubdirectory("vad-restart").FullName;
        Guid id;
        await using (TestHost host = await TestHost.Start(data: data, keepsData: true))
        {
            await host.Camera(new { Name = "gate", Source = WatchTests.Scene, Model = "demo", CoolDownSeconds = 3 });
            id = await OpenEvent(host);
        }

        await using TestHost again = await TestHost.Start(data: data);
        using HttpClient client = await again.Client(Roles.Viewer);
        await TestHost.Until(async () => (await WatchTests.Events(client)).Any(e => (Guid)e!["id"]! == id && (bool)e["hasClip"]!), "the event's end and clip");
        VadEvent[] all = await again.Get<DbAccess>().Run(db => db.Events.AsNoTracking().Where(e => e.Kind == EventKind.Anomaly).OrderBy(e => e.StartedAt).ToArrayAsync());
        Assert.Equal(id, all[0].Id);
        Assert.All(all.Skip(1), later => Assert.True(later.StartedAt > all[0].EndedAt));
    }

    [Fact]
    public async Task Events_OlderThanTheirDaysOrTooLarge_AreDeletedWithTheirFiles()
    {
        await using TestHost host = await TestHost.Start(options => options.MaximumEventBytes = 2000);
        VadFolders folders = host.Get<VadFolders>();
        VadEvent[] events = [.. Enumerable.Range(0, 4).Select(i => new VadEvent
        {
            StartedAt = DateTime.UtcNow.AddDays(i == 0 ? -20 : -1).AddMinutes(i), EndedAt = DateTime.UtcNow.AddDays(-1), Bytes = 900,
        })];
        await host.Get<DbAccess>().Run(async db =>
        {
            db.Events.AddRange(events);
            await db.SaveChangesAsync();
        });
        Array.ForEach(events, item => AtomicFileOf(folders.Thumbnail(item.Id)));

        await TestHost.Until(() => host.Get<DbAccess>().Run(async db => await db.Events.CountAsync() <= 2), "two events");
        await TestHost.Until(() => Task.FromResult(Directory.GetDirectories(folders.Events).Length == 2), "the files of two events");

        Assert.Equal(
            events[2..].Select(item => item.Id).Order(),
            await host.Get<DbAccess>().Run(db => db.Events.Select(item => item.Id).Order().ToArrayAsync()));
        Assert.All(events[2..], item => Assert.True(File.Exists(folders.Thumbnail(item.Id))));
    }

    [Theory]
    [InlineData(900, 0)]             // all events together would not make room: whatever fills the disk, it is not they
    [InlineData(long.MaxValue / 4, 2)]
    public async Task Events_DiskNearlyFull_GoOnlyWhereThatMakesRoom(long bytes, int expected)
    {
        using var log = new CaughtLog(LogLevel.Warning);
        await using TestHost host = await TestHost.Start(
            options =>
            {
                options.MaximumEventBytes = long.MaxValue;
                options.MinimumFreeBytes = new DriveInfo(Path.GetTempPath()).TotalSize;   // more than there can be
                options.HousekeepingSeconds = 3600;
            },
            services: services => services.AddSingleton<ILoggerProvider>(log));
        await host.Get<DbAccess>().Run(async db =>
        {
            db.Events.AddRange(Enumerable.Range(1, 2).Select(i => new VadEvent { StartedAt = DateTime.UtcNow.AddMinutes(-i), EndedAt = DateTime.UtcNow, Bytes = bytes }));
            await db.SaveChangesAsync();
        });

        Assert.Equal(expected, await host.Get<Retention>().Run(TestContext.Current.CancellationToken));
        Assert.Equal(0, await host.Get<Retention>().Run(TestContext.Current.CancellationToken));
        Assert.Equal(1 - (expected / 2), log.Said.Count(line => line.Contains("nearly full of other files", StringComparison.Ordinal)));   // said once
        Assert.Equal(2 - expected, await host.Get<DbAccess>().Run(db => db.Events.CountAsync()));
    }

    [Fact]
    public async Task EventWriter_DatabaseAway_KeepsTheNewestStateAndWritesItOnce()
    {
        await using TestHost host = await TestHost.Start();
        EventWriter writer = host.Get<EventWriter>();
        DbAccess database = host.Get<DbAccess>();
        await database.Run(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Events RENAME TO Away"));
        var item = new VadEvent { CameraName = "gate", StartedAt = DateTime.UtcNow, Peak = 1 };
        for (int i = 1; i <= 5; i++)
        {
            item.Peak = i;
            writer.Post(item);
            await Task.Delay(50);
        }

        Assert.Equal(1, writer.Pending);
        await database.Run(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Away RENAME TO Events"));
        await TestHost.Until(() => Task.FromResult(writer.Pending == 0), "nothing pending");

        Assert.Equal(5, (await database.Run(db => db.Events.SingleAsync())).Peak);
    }

    [Fact]
    public async Task Database_OfAnEarlierVersion_IsBroughtUpWithItsCameras()
    {
        string folder = Directory.CreateTempSubdirectory("vad-upgrade").FullName;
        await using (var db = new SqliteVadDb(new DbContextOptionsBuilder<SqliteVadDb>().UseSqlite($"Data Source={Path.Combine(folder, "mlnetvad.db")};Pooling=False").Options))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            await db.Database.ExecuteSqlRawAsync("""
                INSERT INTO Cameras (Id, Name, SourceProtected, Source, Model, FramesPerSecond, MinimumSeconds, CoolDownSeconds, SilentSeconds, RetentionDays, Enabled, Zones, Masks)
                VALUES ('00000000-0000-0000-0000-000000000001', 'gate', '', 'push', 'demo', 10, 0.5, 5, 15, 14, 1, '[]', '[]')
                """);

            await db.Database.MigrateAsync();

            Camera camera = await db.Cameras.SingleAsync();
            Assert.Equal("gate", camera.Name);
            Assert.Empty(CameraText.Read(camera.Texts));
            Assert.True(Cameras.Schedule.Read(camera.Schedule).Counts(DateTime.UtcNow));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Guid> OpenEvent(TestHost host)
    {
        VadEvent? open = null;
        await TestHost.Until(async () => (open = await host.Get<DbAccess>().Run(db => db.Events.FirstOrDefaultAsync(e => e.EndedAt == null && e.Kind == EventKind.Anomaly))) is not null, "an event that goes on");
        return open!.Id;
    }

    private static void AtomicFileOf(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "picture");
    }
}
