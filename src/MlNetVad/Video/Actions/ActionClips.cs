using Microsoft.ML;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Synthetic;

namespace MlNetVad.Video;

/// <summary>Labelled clips of actions as rows: what moves in a clip is its one object, the folder's name its action.</summary>
public static class ActionClips
{
    // small enough to be quick; a crop is squashed to a square anyway
    private const int Height = 240, Width = 320;

    /// <summary>Reads clips of actions.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="path">
    /// A folder with one sub-folder an action, its name the action's, each with videos or folders of pictures; a CSV file of columns
    /// <c>video,action</c>, videos by their path from its folder; or
    /// <c>synthetic:actions?seed=1&amp;clips=40</c>: generated clips of walking, running, riding a bicycle, jumping and waving.
    /// </param>
    /// <param name="frames">n, frames of a clip; 0.1 s lie between them.</param>
    /// <param name="cancellationToken">Ends a pass with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Rows with <c>Clip</c>, <c>Objects</c> (one box: the region that moves), <c>Video</c>, <c>Frame</c> and <c>Action</c>, in time order; nothing is decoded yet.</returns>
    /// <exception cref="VadException">There is no such folder or table, or it has fewer than two actions with videos.</exception>
    public static IDataView Load(MLContext ml, string path, int frames = 9, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = new VideoOptions
        {
            ClipLength = frames,
            Target = ClipTarget.Middle,
            FrameInterval = 0.1,
            Height = Height,
            Width = Width,
            Channels = 3,
            CancellationToken = cancellationToken,
        };
        IDataView clips = VideoData.Load(ml, Open(path), options);
        return new ActionRows(clips.Schema["Clip"].Type).Transform(clips);
    }

    /// <summary>The actions that a folder, or the generated clips, have; nothing is decoded.</summary>
    /// <param name="path">As <see cref="Load"/> takes it.</param>
    /// <returns>Their names, two at least.</returns>
    /// <exception cref="VadException">There is no such folder or table, or it has fewer than two actions with videos.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Names(Open(path).Videos);
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<VadVideo> videos) =>
        [.. videos.Select(v => v.Id[..v.Id.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)];

    private static VideoSource Open(string path)
    {
        if (path.StartsWith(ActionOptions.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            ActionOptions options = ActionOptions.Parse(path);
            return new VideoSource("generated actions", [.. ActionOptions.Actions.SelectMany((action, i) => Enumerable.Range(0, options.Clips).Select(clip =>
                new VadVideo($"{action.Name}/{clip + 1:0000}", new ActionFrameSource(action.Kind, SceneRandom.Key(SceneRandom.Key(SceneRandom.Key(0xAC7, options.Seed), i), clip)))))]);
        }

        if (File.Exists(path))
        {
            IReadOnlyList<VadVideo> videos = ActionTable.Open(path);
            return Names(videos).Count >= 2
                ? new VideoSource(path, videos)
                : throw new VadException($"The table of actions '{path}' has {Counted.Of(Names(videos).Count, "action")}; expected two at least.");
        }

        if (!Directory.Exists(path))
        {
            throw new VadException($"There is no folder '{path}'; give one with a sub-folder for each action, a CSV file of columns video,action, or synthetic:actions.");
        }

        string[] actions = [.. Directory.GetDirectories(path).Where(d => Directory.EnumerateFileSystemEntries(d).Any()).Order(StringComparer.Ordinal)];
        return actions.Length >= 2
            ? new VideoSource(path, [.. actions.SelectMany(action => VideoFolderLayout.Open(action).Videos.Select(v => v.Renamed($"{Path.GetFileName(action)}/{v.Id}")))])
            : throw new VadException($"Folder '{path}' has {Counted.Of(actions.Length, "sub-folder")} with videos; expected one for each action, two at least.");
    }
}
