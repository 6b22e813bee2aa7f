using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Video;

namespace MlNetVad.Service.Tests;

public sealed class ClipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-clip").FullName;

    private string Spool => Path.Combine(_folder, "frames.mjpeg");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(10.0, 100, 601)]
    [InlineData(60.0, 100, 3601)]
    [InlineData(10.0, 1 << 20, 64)]
    public void Add_MoreThanAMinuteOrTheBytes_KeepsNoMoreAndAgainAfterARestart(double rate, int bytes, int expected)
    {
        var jpeg = new byte[bytes];
        var clip = new Clip(Spool);
        for (int i = 0; i < 5000; i++)
        {
            Assert.Null(clip.Add(jpeg, 1000 + (i / rate), 0.7f, place: null));
        }

        Assert.Equal(expected, Points(clip));
        Assert.Equal((long)expected * bytes, new FileInfo(Spool).Length);

        var again = new Clip(Spool, clip.Curve);
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(again.Add(jpeg, i, 0.7f, place: null));
        }

        Assert.InRange(Points(again), expected, expected + 1);
    }

    [Fact]
    public async Task Encoder_ManyAtOnceWhileTheDatabaseIsAway_EncodesAllButFewAtATime()
    {
        await using TestHost host = await TestHost.Start();
        (DbAccess database, VadFolders folders, ClipEncoder encoder) = (host.Get<DbAccess>(), host.Get<VadFolders>(), host.Get<ClipEncoder>());
        byte[] jpeg = Pictures.Jpeg(new byte[64 * 48 * 3], new FrameFormat(48, 64, 3));
        VadEvent[] events = [.. Enumerable.Range(0, 2 + (3 * ClipEncoder.AtOnce)).Select(_ => new VadEvent { StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow })];
        foreach (VadEvent item in events)
        {
            var clip = new Clip(folders.Spool(item.Id));
            Assert.All(Enumerable.Range(0, 20), frame => Assert.Null(clip.Add(jpeg, frame / 10.0, 0.7f, place: null)));
            item.Curve = clip.Curve;
        }

        await database.Run(async db =>
        {
            db.Events.AddRange(events);
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Events RENAME TO Away");
        });
        Array.ForEach(events, item => encoder.Enqueue(item.Id));
        await Task.Delay(500);
        Assert.Equal(events.Length, encoder.Running + encoder.Waiting);
        await database.Run(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Away RENAME TO Events"));

        int most = 0;
        await TestHost.Until(() =>
        {
            most = Math.Max(most, encoder.Running);
            return database.Run(db => db.Events.AllAsync(item => item.HasClip));
        }, "a clip of each event");
        Assert.InRange(most, 1, ClipEncoder.AtOnce);
        Assert.All(events, item => Assert.True(File.Exists(folders.Clip(item.Id)) && !File.Exists(folders.Spool(item.Id))));
    }

    private static int Points(Clip clip) => JsonNode.Parse(clip.Curve)!.AsArray().Count;
}
