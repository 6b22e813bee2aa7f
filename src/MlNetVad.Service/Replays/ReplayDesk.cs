using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Models;
using MlNetVad.Service.Recent;
using MlNetVad.Service.Security;
using MlNetVad.Video;

namespace MlNetVad.Service.Replays;

/// <summary>Replays recordings, one at a time, and keeps the last of each camera until the process ends; the API and the pages both come here.</summary>
internal sealed class ReplayDesk(
    DbAccess database, ModelShelf shelf, VadFolders folders, Credentials credentials, RecentFiles recent, UploadedVideos uploads, TextGuide guide, ICameraKeeper keeper,
    IOptions<VadServiceOptions> options, ILogger<ReplayDesk> log) : IHostedService
{
    private readonly ConcurrentDictionary<Guid, Replay> _last = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private (Guid Camera, string Name, Task Task) _running = (Guid.Empty, "", Task.CompletedTask);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        uploads.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return _running.Task;
    }

    /// <summary>The last replay of a camera; null where there is none.</summary>
    public Replay? Find(Guid camera) => _last.GetValueOrDefault(camera);

    /// <summary>Begins a replay; the camera's last one is forgotten.</summary>
    /// <returns>Null where there is no such camera.</returns>
    /// <exception cref="VadException">There is no such recording or model, a setting is not possible, or another replay is running.</exception>
    public async Task<Replay?> Start(Guid id, ReplayEdit edit, string user)
    {
        if (await database.Run(db => db.Cameras.AsNoTracking().FirstOrDefaultAsync(camera => camera.Id == id)) is not { } camera)
        {
            return null;
        }

        if (camera.Model.Length == 0)
        {
            throw new VadException($"The camera '{camera.Name}' has no model yet; give it one, or train one.");
        }

        Camera after = camera.Copy();
        CameraRules.ApplyWatch(after, edit);
        after.Model = edit.Model is { } model ? shelf.Known(model) : camera.Model;
        after.Texts = edit.Texts is { Length: > 0 } texts ? CameraText.Write(await guide.Understand(after, texts, user)) : camera.Texts;
        (string name, Func<IRecording> recording) = await Source(camera, edit);
        var replay = new Replay(camera, after, name, recording, shelf);
        lock (_lock)
        {
            if (!_running.Task.IsCompleted)
            {
                throw new VadException($"A replay of the camera '{_running.Name}' is running; wait for its end, or stop it.");
            }

            _stop.Dispose();
            _stop = new CancellationTokenSource();
            CancellationToken stop = _stop.Token;
            _last[id] = replay;
            _running = (id, camera.Name, Task.Factory.StartNew(() => Run(replay, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return replay;
    }

    /// <summary>Stops a camera's replay where it is running, and forgets it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Forget(Guid id)
    {
        Task task = Task.CompletedTask;
        lock (_lock)
        {
            if (_running.Camera == id)
            {
                _stop.Cancel();
                task = _running.Task;
            }
        }

        await task;
        return _last.TryRemove(id, out _);
    }

    private void Run(Replay replay, CancellationToken stop)
    {
        try
        {
            replay.Run(stop);
            if (replay.State == ReplayState.Failed)
            {
                log.LogWarning("A replay of '{Recording}' failed: {Reason}", replay.Name, replay.Problem);
            }
        }
        catch (OperationCanceledException)
        {
            // it is forgotten, or the process ends
        }
    }

    private async Task<(string Name, Func<IRecording> Recording)> Source(Camera camera, ReplayEdit edit)
    {
        if (edit.Event is { } id)
        {
            VadEvent? item = await database.Run(db => db.Events.AsNoTracking().FirstOrDefaultAsync(item => item.Id == id));
            return item is not null && File.Exists(folders.Clip(id))
                ? (FormattableString.Invariant($"{item.CameraName}, {item.StartedAt:yyyy-MM-dd HH:mm:ss} UTC"), Of(folders.Clip(id)))
                : throw new VadException("That event has no clip: it still goes on, or is deleted; name another one.");
        }

        if (edit.Minutes is { } minutes)
        {
            return (FormattableString.Invariant($"{camera.Name}, the last {minutes:0.##} min"), await Lately(camera, minutes));
        }

        if (edit.Uploaded)
        {
            UploadedVideo video = uploads.Use(camera.Id);
            return ($"upload {video.Name}", Of(video.Path));
        }

        string source = edit.Recording is { } asked ? CameraSource.Check(asked, options.Value.MediaFolders) : credentials.Reveal(camera.SourceProtected);
        return source == CameraSource.Pushed || source.Contains("://", StringComparison.Ordinal)
            ? throw new VadException("Only what is recorded can be replayed; name minutes of the last hour, a file or folder below a media folder, an event with a clip, or upload a video.")
            : (edit.Recording ?? CameraSource.Show(source), Of(source));

        Func<IRecording> Of(string path) => () => new Recording(VideoSource.FromPath(path), camera.FramesPerSecond);
    }

    private async Task<Func<IRecording>> Lately(Camera camera, double minutes)
    {
        if (!(minutes > 0 && minutes <= options.Value.RecentMinutes))
        {
            throw new VadException(FormattableString.Invariant($"The last {minutes} minutes cannot be replayed; give a number above 0, {options.Value.RecentMinutes} at most (RecentMinutes)."));
        }

        string[] files = recent.Of(camera.Id, minutes);
        return files.Length > 0
            ? () => new RecentRecording(files)
            : throw new VadException((await keeper.Status(camera.Id)).Node is { } node
                ? $"The last minutes of '{camera.Name}' are kept where it is watched, on the node '{node}'; ask there."
                : $"Nothing is kept of the last minutes of '{camera.Name}': it was not watched, or the disk is nearly full; choose an event or a file.");
    }
}
