using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Training;

/// <summary>
/// From a camera's normal life to its model: records it, looks whether it suffices, trains, puts the model to work and takes that back.
/// Cameras record beside each other; one model is trained at a time. The API and the pages both come here.
/// </summary>
internal sealed class TrainingDesk(
    DbAccess database, ModelShelf shelf, VadFolders folders, Credentials credentials, NormalRecordings recordings, CameraEditing editing, MonotonicClock clock, ServiceRun run,
    IOptions<VadServiceOptions> options, ILogger<TrainingDesk> log) : BackgroundService
{
    private const double MostHours = 168, SecondsOfHour = 3600;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<Guid, TrainingJob> _jobs = new();
    private readonly SemaphoreSlim _trains = new(1), _one = new(1);

    /// <summary>How far a camera's training is; null where there is none.</summary>
    public TrainingState? Find(Guid camera) => TrainingState.Read(folders.TrainingState(camera));

    /// <summary>What goes on: seconds of the file that is being recorded, or the training's own words.</summary>
    public (double Seconds, string Words) Now(Guid camera) => _jobs.TryGetValue(camera, out TrainingJob? job) && !job.Task.IsCompleted ? (job.Seconds, job.Words) : (0, "");

    /// <summary>Begins to record; an earlier recording of the camera is deleted.</summary>
    /// <exception cref="VadException">There is no such camera, it cannot be recorded, or it is being recorded or trained already.</exception>
    public async Task Record(Guid id, double hours)
    {
        if (!(hours is > 0 and <= MostHours))
        {
            throw new VadException($"Recording {hours} hours is not possible; give a number above 0, {MostHours} at most.");
        }

        Camera camera = await Camera(id);
        if (credentials.Reveal(camera.SourceProtected) == CameraSource.Pushed)
        {
            throw new VadException("Frames that are pushed are not recorded here; record them where they come from, and train with 'mlnetvad train'.");
        }

        await Begin(
            id,
            () =>
            {
                recordings.Delete(id);
                Keep(id, new TrainingState { WantedSeconds = hours * SecondsOfHour, Before = Find(id)?.Before, Model = Find(id)?.Model });
            },
            job => recordings.Run(camera, job));
    }

    /// <summary>Begins to train on what is recorded.</summary>
    /// <exception cref="VadException">Nothing is recorded, it does not suffice, or a model is being trained.</exception>
    public async Task Train(Guid id)
    {
        Camera camera = await Camera(id);
        TrainingState state = Find(id) is { Step: not TrainingStep.Recording, Suffices: true } there
            ? there
            : throw new VadException("There is no recording that suffices; record normal video first, and see what is said of it.");
        if (!await _trains.WaitAsync(0))
        {
            throw new VadException("A model is being trained; wait for its end, or stop it.");
        }

        try
        {
            await Begin(id, () => Keep(id, state with { Step = TrainingStep.Training, Problem = "" }), async job =>
            {
                try
                {
                    await TrainOne(camera, state, job);
                }
                finally
                {
                    _trains.Release();
                }
            });
        }
        catch (VadException)
        {
            _trains.Release();
            throw;
        }
    }

    /// <summary>Puts the trained model to work.</summary>
    /// <exception cref="VadException">There is none.</exception>
    public async Task Use(Guid id)
    {
        Camera camera = await Camera(id);
        TrainingState state = Find(id) is { Model: not null } there ? there : throw new VadException("There is no trained model to put to work; train one first.");
        await editing.Change(id, new CameraEdit { Model = state.Model, Enabled = true });
        Keep(id, state with { Before = camera.Model == state.Model ? state.Before : camera.Model });
    }

    /// <summary>Goes back to the model that the camera had before.</summary>
    /// <exception cref="VadException">There is none.</exception>
    public async Task Back(Guid id)
    {
        TrainingState state = Find(id) is { Before.Length: > 0 } there ? there : throw new VadException("There is no model to go back to; choose one on the page Cameras.");
        await editing.Change(id, new CameraEdit { Model = state.Before });
        Keep(id, state with { Before = null });
    }

    /// <summary>Ends what goes on: a recording keeps what it has, a training leaves no model.</summary>
    /// <returns>Whether anything went on.</returns>
    public async Task<bool> Stop(Guid id)
    {
        if (!_jobs.TryGetValue(id, out TrainingJob? job) || job.Task.IsCompleted)
        {
            return false;
        }

        job.IsAsked = true;
        await job.Stop.CancelAsync();
        await job.Task;   // the last file is encoded
        return true;
    }

    /// <summary>Ends what goes on and deletes the recording; models stay on the shelf.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> Delete(Guid id)
    {
        await Stop(id);
        bool was = Directory.Exists(folders.Training(id));
        if (was)
        {
            Directory.Delete(folders.Training(id), recursive: true);
        }

        return was;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (TrainingJob job in _jobs.Values)
        {
            await job.Stop.CancelAsync();
        }

        await Task.WhenAll(_jobs.Values.Select(job => job.Task)).WaitAsync(EndPatience, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    // goes on with what an earlier process was recording
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await run.Ready.WaitAsync(stoppingToken);
        foreach (Camera camera in await database.Run(db => db.Cameras.AsNoTracking().ToArrayAsync(stoppingToken)))
        {
            if (Find(camera.Id) is { Step: TrainingStep.Recording })
            {
                await Begin(camera.Id, () => { }, job => recordings.Run(camera, job));
            }
            else if (Find(camera.Id) is { Step: TrainingStep.Training } state)
            {
                Keep(camera.Id, state with { Step = TrainingStep.Recorded, Problem = "The service ended while it trained; train again." });
            }
        }
    }

    private async Task Begin(Guid id, Action prepare, Func<TrainingJob, Task> work)
    {
        await _one.WaitAsync();
        try
        {
            if (_jobs.TryGetValue(id, out TrainingJob? before) && !before.Task.IsCompleted)
            {
                throw new VadException("This camera is being recorded or trained; wait for its end, or stop it.");
            }

            prepare();
            var job = new TrainingJob();
            _jobs[id] = job;
            job.Task = Task.Run(async () =>
            {
                try
                {
                    await work(job);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    log.LogError("Recording or training for camera {Camera} ended: {Reason}", id, e.Message);
                }
            });
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task TrainOne(Camera camera, TrainingState state, TrainingJob job)
    {
        string written = Path.Combine(folders.Training(camera.Id), "model.zip");
        try
        {
            await TrainingProcess.Run(options.Value.TrainCommand, folders.TrainingVideo(camera.Id), written, words => job.Words = words, job.Stop.Token);
            string name = ModelName.For(camera.Name, clock.Now);
            File.Move(written, shelf.PathOf(name));
            log.LogInformation("Camera {Camera} has a trained model {Model}.", camera.Name, name);
            Keep(camera.Id, state with { Step = TrainingStep.Trained, Model = name, Problem = "" });
        }
        catch (OperationCanceledException)
        {
            Keep(camera.Id, state with { Step = TrainingStep.Recorded, Problem = "The training was stopped." });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogWarning("Camera {Camera} was not trained: {Reason}", camera.Name, e.Message);
            Keep(camera.Id, state with { Step = TrainingStep.Recorded, Problem = e.Message });
        }
    }

    private async Task<Camera> Camera(Guid id) =>
        await database.Run(db => db.Cameras.AsNoTracking().FirstOrDefaultAsync(camera => camera.Id == id)) ?? throw new VadException("There is no such camera.");

    private void Keep(Guid id, TrainingState state) => state.Write(folders.TrainingState(id));
}
