using Microsoft.Extensions.Options;

namespace MlNetVad.Service;

/// <summary>Where the service keeps what it keeps. Names within are made here, never taken from a request.</summary>
internal sealed class VadFolders
{
    /// <summary>Makes the folders.</summary>
    /// <exception cref="VadException">They cannot be made.</exception>
    public VadFolders(IOptions<VadServiceOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataFolder);
        try
        {
            foreach (string folder in (string[])[Root, Keys, Models, Events])
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder);
                }
                else
                {
                    Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The data folder '{Root}' cannot be made ({e.Message}); name another one.", e);
        }
    }

    /// <summary>The folder of everything.</summary>
    public string Root { get; }

    /// <summary>Keys that encrypt credentials and cookies.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Model zips.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>A folder an event.</summary>
    public string Events => Path.Combine(Root, "events");

    /// <summary>The folder of a camera's training.</summary>
    public string Training(Guid camera) => Path.Combine(Root, "training", camera.ToString("N"));

    /// <summary>How far it is.</summary>
    public string TrainingState(Guid camera) => Path.Combine(Training(camera), "state.json");

    /// <summary>The folder of its normal video.</summary>
    public string TrainingVideo(Guid camera) => Path.Combine(Training(camera), "video");

    /// <summary>A folder a camera, of what it saw lately.</summary>
    public string AllRecent => Path.Combine(Root, "recent");

    /// <summary>The folder of what a camera saw lately.</summary>
    public string Recent(Guid camera) => Path.Combine(AllRecent, camera.ToString("N"));

    /// <summary>How far the levels of a camera's scores have risen.</summary>
    public string Levels(Guid camera) => Path.Combine(Root, "levels", camera.ToString("N") + ".json");

    /// <summary>Videos that people have brought to replay.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>The SQLite file.</summary>
    public string Database => Path.Combine(Root, "mlnetvad.db");

    /// <summary>The folder of one event.</summary>
    public string Event(Guid id) => Path.Combine(Events, id.ToString("N"));

    /// <summary>What an event's files take.</summary>
    public long BytesOf(Guid id) =>
        Directory.Exists(Event(id)) ? new DirectoryInfo(Event(id)).EnumerateFiles().Sum(file => file.Length) : 0;

    /// <summary>The picture of an event's peak.</summary>
    public string Thumbnail(Guid id) => Path.Combine(Event(id), "peak.jpg");

    /// <summary>What is normal, to compare an event's peak with.</summary>
    public string Normal(Guid id) => Path.Combine(Event(id), "normal.jpg");

    /// <summary>The frames of an event that goes on: JPEG files one after the other.</summary>
    public string Spool(Guid id) => Path.Combine(Event(id), "frames.mjpeg");

    /// <summary>The clip of an event that is over.</summary>
    public string Clip(Guid id) => Path.Combine(Event(id), "clip.mp4");
}
