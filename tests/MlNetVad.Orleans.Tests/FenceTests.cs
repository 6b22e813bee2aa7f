using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MlNetVad.Orleans.Store;
using MlNetVad.Service;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.TestSupport;
using Npgsql;

namespace MlNetVad.Orleans.Tests;

/// <summary>Two writers of one camera's events: only the newest epoch counts.</summary>
public sealed class FenceTests : IAsyncLifetime
{
    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-fence").FullName;
    private readonly Guid _camera = Guid.NewGuid();
    private ServiceProvider _old = null!, _new = null!;
    private ClusterDatabase _database = null!;

    private DbAccess Rows => _new.GetRequiredService<DbAccess>();

    public async ValueTask InitializeAsync()
    {
        string connection = _server.NewDatabase();
        _database = new ClusterDatabase(connection);
        await new ClusterSchema(_database, NullLogger<ClusterSchema>.Instance).Make(CancellationToken.None);
        (_old, _new) = (Service(connection), Service(connection));
        await Rows.Migrate(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _old.DisposeAsync();
        await _new.DisposeAsync();
        await _database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Writer_WithAnOlderEpoch_WritesNothing()
    {
        (EventWriter old, EventWriter now) = await Takeover();
        var begun = new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = DateTime.UtcNow };
        now.Post(begun);
        await now.Flush();

        old.Post(new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = DateTime.UtcNow, LastAt = DateTime.UtcNow });
        VadEvent late = begun.Copy();
        (late.Peak, late.EndedAt) = (9, DateTime.UtcNow);
        old.Post(late);
        await old.Flush();

        Assert.Equal(0, old.Pending);
        VadEvent only = Assert.Single(await Rows.Run(db => db.Events.AsNoTracking().ToArrayAsync()));
        Assert.Equal((begun.Id, 0f, null), (only.Id, only.Peak, only.EndedAt));
    }

    [Fact]
    public async Task Writer_WithAnOlderEpoch_WritesTheClipOfAnEventThatIsOver()
    {
        var over = new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow };
        (EventWriter old, _) = await Takeover(first =>
        {
            first.Post(over);
            return first.Flush();
        });

        over.HasClip = true;
        old.Post(over, mustExist: true);
        await old.Flush();

        Assert.True(Assert.Single(await Rows.Run(db => db.Events.AsNoTracking().ToArrayAsync())).HasClip);
    }

    // seconds from ten before now; the newer takes the camera over at 2
    [Theory]
    [InlineData(0, null, null, 1.0)]    // it ends where it was last seen
    [InlineData(0, 1.5, null, 1.5)]     // a silence ends later than its last frame
    [InlineData(1.5, null, null, 2.0)]  // it was over there
    [InlineData(3, null, null, 4.0)]    // seen while the newer node opened the camera
    [InlineData(3, null, 4.5, 4.0)]     // and it saw the next
    [InlineData(3, null, 3.5, null)]    // both saw it
    [InlineData(3, null, 2.5, null)]
    public async Task Writer_WithAnOlderEpoch_WritesWhatTheNewerHasNotSeenAsOver(double start, double? ended, double? there, double? expected)
    {
        DateTime zero = DateTime.UtcNow.AddSeconds(-10);
        DateTime begins = zero.AddSeconds(start);
        var unwritten = new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = begins, LastAt = begins.AddSeconds(1), EndedAt = ended is { } seconds ? zero.AddSeconds(seconds) : null };
        (EventWriter old, EventWriter now) = await Takeover();
        await using (NpgsqlCommand command = _database.Source.CreateCommand("UPDATE vad_camera_epoch SET since = $1"))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = zero.AddSeconds(2) });
            await command.ExecuteNonQueryAsync();
        }

        if (there is { } also)
        {
            now.Post(new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = zero.AddSeconds(also) });
            await now.Flush();
        }

        old.Post(unwritten);
        await old.Flush();
        (unwritten.LastAt, unwritten.EndedAt, unwritten.Peak) = (DateTime.UtcNow.AddSeconds(1), null, 9);
        old.Post(unwritten);
        await old.Flush();

        VadEvent[] its = await Rows.Run(db => db.Events.AsNoTracking().Where(item => item.Id == unwritten.Id).ToArrayAsync());
        Assert.Equal(expected is null ? 0 : 1, its.Length);
        Assert.All(its, only => Assert.Equal(0f, only.Peak));
        Assert.All(its, only => Assert.Equal(expected!.Value, (only.EndedAt!.Value - zero).TotalSeconds, 3));
    }

    [Fact]
    public async Task Writer_WithTheNewestEpoch_EndsWhatTheOlderSawWhereItsOwnBegins()
    {
        DateTime start = DateTime.UtcNow.AddSeconds(-10);
        var first = new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = start, LastAt = start.AddSeconds(2) };
        (EventWriter old, EventWriter now) = await Takeover();
        old.Post(first);
        await old.Flush();

        now.Post(new VadEvent { CameraId = _camera, CameraName = "gate", StartedAt = start.AddSeconds(1) });
        await now.Flush();

        VadEvent[] both = await Rows.Run(db => db.Events.AsNoTracking().OrderBy(item => item.StartedAt).ToArrayAsync());
        Assert.Equal([both[1].StartedAt, null], both.Select(item => item.EndedAt));
    }

    [Fact]
    public async Task Epochs_TakenByMany_AreAllDifferent()
    {
        var epochs = new CameraEpochs(_database);

        long[] taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => epochs.Next(_camera, $"node {i}")));

        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), taken.Order());
    }

    [Fact]
    public async Task Epoch_WhileAFrozenNodeIsInATransaction_IsTakenAllTheSame()
    {
        var epochs = new CameraEpochs(_database);
        long before = await epochs.Next(_camera, "frozen");
        await using AsyncServiceScope scope = _old.CreateAsyncScope();
        VadDb frozen = scope.ServiceProvider.GetRequiredService<VadDb>();
        await using IDbContextTransaction open = await frozen.Database.BeginTransactionAsync();
        Assert.Null(await CameraEpochs.TakenOver(open.GetDbTransaction(), _camera, before));

        long now = await epochs.Next(_camera, "new").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(before + 1, now);
        await Assert.ThrowsAnyAsync<Exception>(() => open.CommitAsync());
    }

    private async Task<(EventWriter Old, EventWriter New)> Takeover(Func<EventWriter, Task>? before = null)
    {
        (EventWriter old, EventWriter now) = (_old.GetRequiredService<EventWriter>(), _new.GetRequiredService<EventWriter>());
        var epochs = new CameraEpochs(_database);
        old.Hold(_camera, await epochs.Next(_camera, "old"));
        await (before?.Invoke(old) ?? Task.CompletedTask);
        now.Hold(_camera, await epochs.Next(_camera, "new"));
        return (old, now);
    }

    private ServiceProvider Service(string connection) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
        .AddMlNetVad(options => (options.DataFolder, options.PostgreSql) = (_folder, connection))
        .BuildServiceProvider();
}
