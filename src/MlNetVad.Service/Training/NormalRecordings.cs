using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Examination;

namespace MlNetVad.Service.Training;

/// <summary>Recordings of normal life: as much as is wanted and there is room for, through whatever the camera does meanwhile, and what a look at them finds.</summary>
internal sealed class NormalRecordings(VadFolders folders, Credentials credentials, MonotonicClock clock, IOptions<VadServiceOptions> options)
{
    /// <summary>Records until there is enough, or the job ends; goes on with what is there.</summary>
    public async Task Run(Camera camera, TrainingJob job)
    {
        Guid id = camera.Id;
        var recorder = new NormalRecorder(camera, credentials.Reveal(camera.SourceProtected), folders.TrainingVideo(id), clock);
        var pauses = new Pauses();
        TrainingState state = TrainingState.Read(folders.TrainingState(id))!;
        bool isRoom = IsRoom(id);
        while (state.Seconds < state.WantedSeconds && isRoom && !job.Stop.IsCancellationRequested)
        {
            try
            {
                double seconds = await recorder.Record(state.WantedSeconds - state.Seconds, () => isRoom = IsRoom(id), now => job.Seconds = now, job.Stop.Token);
                (job.Seconds, state) = (0, state with { Seconds = state.Seconds + seconds, Bytes = BytesOf(id), Problem = "" });
                pauses = seconds > 0 ? new Pauses() : pauses;
            }
            catch (Exception e) when (e is VadException or IOException or UnauthorizedAccessException)
            {
                state = state with { Problem = Video.Frames.Secrets.HideIn(e.Message) };
                await Task.Delay(pauses.Next(), job.Stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            state.Write(folders.TrainingState(id));
        }

        // a service that ends goes on with it at its next start
        if (job.IsAsked || !job.Stop.IsCancellationRequested)
        {
            string problem = !isRoom ? $"There is no room for more than {VideoCheck.Time(state.Seconds)}: MaximumTrainingBytes or MinimumFreeBytes is reached." : "";
            Checked(id, state with { Step = TrainingStep.Recorded, Problem = problem }).Write(folders.TrainingState(id));
        }
    }

    /// <summary>Deletes a camera's recording.</summary>
    public void Delete(Guid id)
    {
        if (Directory.Exists(folders.TrainingVideo(id)))
        {
            Directory.Delete(folders.TrainingVideo(id), recursive: true);
        }
    }

    private TrainingState Checked(Guid id, TrainingState state)
    {
        try
        {
            TrainingVideo video = TrainingVideo.LookAt(VadDataset.Open(folders.TrainingVideo(id), VadSplit.Train), CancellationToken.None);
            Finding[] findings = [.. VideoCheck.Examine(video)];
            return state with { Findings = findings, Suffices = Finding.IsWell(findings) };
        }
        catch (VadException e)
        {
            return state with { Problem = state.Seconds > 0 ? e.Message : "Nothing is recorded.", Findings = [], Suffices = false };
        }
    }

    private bool IsRoom(Guid id) => BytesOf(id) < options.Value.MaximumTrainingBytes && new DriveInfo(folders.Root).AvailableFreeSpace > options.Value.MinimumFreeBytes;

    private long BytesOf(Guid id) => Directory.Exists(folders.TrainingVideo(id)) ? new DirectoryInfo(folders.TrainingVideo(id)).EnumerateFiles().Sum(file => file.Length) : 0;
}
