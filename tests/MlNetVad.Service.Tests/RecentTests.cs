using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Recent;
using MlNetVad.Service.Replays;
using MlNetVad.Service.Security;
using MlNetVad.Video;

namespace MlNetVad.Service.Tests;

/// <summary>What is kept of a camera's last hour.</summary>
public sealed class RecentTests : IDisposable
{
    private static readonly FrameFormat Format = new(90, 120);

    private readonly VadServiceOptions _options = new() { DataFolder = Directory.CreateTempSubdirectory("vad-recent").FullName };
    private readonly Guid _camera = Guid.NewGuid();
    private readonly VadFolders _folders;

    public RecentTests() => _folders = new VadFolders(Options.Create(_options));

    private RecentFiles Files => new(_folders, new MonotonicClock(TimeProvider.System), Options.Create(_options));

    public void Dispose() => Directory.Delete(_options.DataFolder, recursive: true);

    [Fact]
    public void Recording_OfTwoFilesWithAGapAndACutEnd_GivesTheWholeFramesAtTheirTimes()
    {
        DateTime start = DateTime.UtcNow;
        using (var recorder = new RecentRecorder(_camera, Files, NullLogger.Instance))
        {
            foreach (int second in (int[])[0, 1, 59, 70, 71])   // the last two begin a file
            {
                recorder.Add(new LiveFrame(null, start.AddSeconds(second), second) { Jpeg = WatchTests.Jpeg() }, framesPerSecond: 10);
            }
        }

        string[] files = Files.Of(_camera, minutes: 5);
        Assert.Equal(2, files.Length);
        using (FileStream last = File.OpenWrite(files[1]))
        {
            last.SetLength(last.Length - 10);   // as a kill leaves it
        }

        var recording = new RecentRecording(files);
        RecordedFrame[] frames = [.. recording.Frames(Format, CancellationToken.None)];
        Assert.Equal(10, recording.Rate);
        Assert.Equal([0, 1, 59, 70], frames.Select(frame => Math.Round(frame.Seconds, 3)));
        Assert.All(frames, frame => Assert.Equal(Format.FrameBytes, frame.Pixels.Length));
        Assert.Equal(1, recording.Progress!.Value, 0.05);
    }

    [Fact]
    public void Files_OlderThanTheyAreKept_Go()
    {
        for (int i = 0; i < 3; i++)
        {
            using var recorder = new RecentRecorder(_camera, Files, NullLogger.Instance);
            recorder.Add(new LiveFrame(null, DateTime.UtcNow, 0) { Jpeg = WatchTests.Jpeg() }, 10);
            Thread.Sleep(2);
        }

        string[] files = Files.Of(_camera, 5);
        File.SetLastWriteTimeUtc(files[0], DateTime.UtcNow.AddMinutes(-61));
        Files.Tidy();
        Assert.Equal(files[1..], Files.Of(_camera, 120));

        _options.RecentMinutes = 0;
        Files.Tidy();
        Assert.False(Directory.Exists(_folders.Recent(_camera)));
        Assert.Null(Files.Create(_camera));
    }

    [Fact]
    public async Task Replay_OfTheLastMinutes_FindsWhatTheLiveCameraFound()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = WatchTests.Scene, Model = "demo" });
        using HttpClient client = await host.Client(Roles.Operator);
        CameraStatus status = host.Get<CameraHub>().Find(camera)!.Status;
        await TestHost.Until(() => Task.FromResult(status.Strip().Any(score => score > status.Threshold) && status.Strip()[^1] < status.Threshold), "something unusual, and its end", 45);
        await host.Get<CameraEditing>().Change(camera, new Api.CameraEdit { Enabled = false });   // the file's end is written

        JsonNode replay = await ReplayTests.Run(client, camera, new { Minutes = 1 });

        Assert.Equal("Done", (string?)replay["state"]);
        Assert.Equal("gate, the last 1 min", (string?)replay["recording"]);
        Assert.SkipWhen(status.Dropped > 0, "the machine has other work: frames fell out of the live camera, not of the replay");
        float[] scores = [.. replay["before"]!["curve"]!.AsArray().Select(point => (float)point![1]!)];
        Assert.Equal(status.Strip().Max(), scores.Max(), 0.1f);   // the pictures were compressed
    }
}
