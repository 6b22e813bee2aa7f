using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Video;

namespace MlNetVad.Service.Replays;

/// <summary>
/// Videos that people bring to replay: one a camera, until another one, an hour without use, or the end of the process. Files are named here; how
/// people call them is only shown.
/// </summary>
internal sealed class UploadedVideos(VadFolders folders, MonotonicClock clock, IOptions<VadServiceOptions> options)
{
    private const int LongestName = 80, MostPixels = 8192 * 4320;
    private const double KeptSeconds = 3600;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);   // who lets go and tries again at once meets his own first try

    private readonly ConcurrentDictionary<Guid, UploadedVideo> _kept = new();
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Deletes what an earlier process left.</summary>
    public void Begin()
    {
        if (Directory.Exists(folders.Uploads))
        {
            Directory.Delete(folders.Uploads, recursive: true);
        }
    }

    /// <summary>A camera's video; null where nobody has brought one.</summary>
    public UploadedVideo? Find(Guid camera) => _kept.GetValueOrDefault(camera);

    /// <summary>A camera's video that is used now, and so stays for another hour.</summary>
    /// <exception cref="VadException">There is none.</exception>
    public UploadedVideo Use(Guid camera)
    {
        UploadedVideo video = Find(camera) ?? throw new VadException("There is no uploaded video of this camera, or nobody has used it for an hour; upload it again.");
        _kept.TryUpdate(camera, video with { UsedAt = clock.Seconds }, video);
        return video;
    }

    /// <summary>Takes a video, whole or not at all; it takes the place of the camera's last one.</summary>
    /// <param name="camera">For which camera.</param>
    /// <param name="name">How it is called; shown and nothing else.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="stop">Ends the transfer.</param>
    /// <exception cref="VadException">Another one is coming just now, the disk is nearly full, or it is no video.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public async Task<UploadedVideo> Put(Guid camera, string? name, Stream body, CancellationToken stop)
    {
        if (!await _one.WaitAsync(Moment, stop))
        {
            throw new VadException("Another video is being uploaded; wait for its end.");
        }

        string partial = Path.Combine(folders.Uploads, $"{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(folders.Uploads);
            long bytes = await Copy(body, partial, stop);
            string path = Path.ChangeExtension(partial, VideoKind.Of(partial));
            File.Move(partial, path);
            try
            {
                await Task.Run(() => Check(path), stop).WaitAsync(Patience, stop);
            }
            catch
            {
                File.Delete(path);
                throw;
            }

            Forget(camera);
            MakeRoom(bytes);
            return _kept[camera] = new UploadedVideo(Shown(name), path, bytes, clock.Seconds);
        }
        finally
        {
            File.Delete(partial);
            _one.Release();
        }
    }

    /// <summary>Deletes a camera's video.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget(Guid camera)
    {
        bool was = _kept.TryRemove(camera, out UploadedVideo? video);
        if (was)
        {
            File.Delete(video!.Path);
        }

        return was;
    }

    /// <summary>Deletes what nobody has used for an hour.</summary>
    public void Tidy()
    {
        foreach (Guid camera in _kept.Where(pair => clock.Seconds - pair.Value.UsedAt > KeptSeconds).Select(pair => pair.Key))
        {
            Forget(camera);
        }
    }

    private async Task<long> Copy(Stream body, string path, CancellationToken stop)
    {
        long most = options.Value.MaximumUploadBytes, bytes = 0;
        await using FileStream file = new(path, FileMode.CreateNew);
        var buffer = new byte[1 << 18];
        for (int read; (read = await body.ReadAsync(buffer, stop)) > 0;)
        {
            bytes += read;
            if (bytes > most)
            {
                throw new BadHttpRequestException($"The video has more than {most} bytes (MaximumUploadBytes).", StatusCodes.Status413PayloadTooLarge);
            }

            if (new DriveInfo(folders.Root).AvailableFreeSpace < options.Value.MinimumFreeBytes)
            {
                throw new VadException("The disk is nearly full, so the video is not taken; put it below a media folder, or make room.");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return bytes;
    }

    // all together take no more than one may have
    private void MakeRoom(long bytes)
    {
        while (_kept.Values.Sum(video => video.Bytes) + bytes > options.Value.MaximumUploadBytes && !_kept.IsEmpty)
        {
            Forget(_kept.MinBy(pair => pair.Value.UsedAt).Key);
        }
    }

    private static void Check(string path)
    {
        try
        {
            FrameFormat native = VideoSource.FromPath(path).Videos[0].NativeFormat;
            if ((long)native.Width * native.Height > MostPixels)
            {
                throw new VadException($"The video has {native.Width}×{native.Height} pixels, more than 8192×4320; give a smaller one.");
            }
        }
        catch (VadException e)
        {
            throw new VadException(e.Message.Replace(path, "the upload", StringComparison.Ordinal), e);
        }
    }

    private static string Shown(string? name)
    {
        string last = new([.. (name ?? "").Split('/', '\\')[^1].Where(c => !char.IsControl(c)).Take(LongestName)]);
        return string.IsNullOrWhiteSpace(last) ? "a video" : last.Trim();
    }
}

/// <summary>A video that somebody has brought.</summary>
/// <param name="Name">How it is called; shown and nothing else.</param>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="UsedAt">When it was last used, seconds of the steady clock.</param>
internal sealed record UploadedVideo(string Name, string Path, long Bytes, double UsedAt);
