using MlNetVad.Service.Cameras;
using MlNetVad.Service.Replays;
using MlNetVad.Video;

namespace MlNetVad.Service.Recent;

/// <summary>A camera's last minutes, with their gaps. Of files with another number of frames a second than the newest nothing is read.</summary>
internal sealed class RecentRecording : IRecording
{
    private readonly (string Path, long Bytes)[] _files;
    private long _read;

    /// <summary>Looks at the files.</summary>
    /// <param name="files">Oldest first; at least one.</param>
    /// <exception cref="VadException">None can be read.</exception>
    public RecentRecording(IEnumerable<string> files)
    {
        (string Path, long Bytes, double Rate)[] all = [.. files.Select(path => (path, new FileInfo(path).Length, RateOf(path))).Where(file => file.Item3 > 0)];
        Rate = all.Length > 0 ? all[^1].Rate : throw new VadException("Nothing of the camera's last minutes can be read; wait for some seconds of frames.");
        _files = [.. all.Where(file => file.Rate == Rate).Select(file => (file.Path, file.Bytes))];
    }

    /// <inheritdoc/>
    public double Rate { get; }

    /// <inheritdoc/>
    public double? Progress => Math.Min(1, (double)Interlocked.Read(ref _read) / Math.Max(1, _files.Sum(file => file.Bytes)));

    /// <inheritdoc/>
    public IEnumerable<RecordedFrame> Frames(FrameFormat format, CancellationToken stop)
    {
        (long first, double at) = (0, 0);
        foreach ((string path, _) in _files)
        {
            foreach ((long ticks, byte[] jpeg) in Records(path))
            {
                stop.ThrowIfCancellationRequested();
                first = first == 0 ? ticks : first;
                at = Math.Max(at, (ticks - first) / (double)TimeSpan.TicksPerSecond);   // a clock may have been set back
                yield return new RecordedFrame(Pictures.Decode(jpeg, format), at);
            }
        }
    }

    private IEnumerable<(long Ticks, byte[] Jpeg)> Records(string path)
    {
        if (Open(path) is not { } file)
        {
            yield break;   // it is too old by now
        }

        using var reader = new BinaryReader(file);
        file.Position = sizeof(double);
        var head = new byte[sizeof(long) + sizeof(int)];
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && BitConverter.ToInt32(head, sizeof(long)) is > 0 and <= Pictures.MostBytes and var length)
        {
            byte[] jpeg = reader.ReadBytes(length);
            Interlocked.Add(ref _read, head.Length + length);
            if (jpeg.Length < length)
            {
                yield break;   // it is being written, or the process was killed
            }

            yield return (BitConverter.ToInt64(head), jpeg);
        }
    }

    private static double RateOf(string path)
    {
        using FileStream? file = Open(path);
        var bytes = new byte[sizeof(double)];
        return file?.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && BitConverter.ToDouble(bytes) is > 0 and <= 1000 and var rate ? rate : 0;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
