using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Recent;

/// <summary>Keeps the frames of one camera as they go to its model. A disk that takes nothing costs the recording and nothing else. Not thread-safe.</summary>
internal sealed class RecentRecorder(Guid camera, RecentFiles files, ILogger log) : IDisposable
{
    private const double FileSeconds = 60;

    private FileStream? _file;
    private double _began = double.NegativeInfinity;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame, with its picture.</param>
    /// <param name="framesPerSecond">How many the camera brings.</param>
    public void Add(LiveFrame frame, double framesPerSecond)
    {
        try
        {
            if (frame.Seconds - _began >= FileSeconds)
            {
                Dispose();
                _began = frame.Seconds;
                _file = files.Create(camera);
                _file?.Write(BitConverter.GetBytes(framesPerSecond));
            }

            _file?.Write(BitConverter.GetBytes(frame.At.Ticks));
            _file?.Write(BitConverter.GetBytes(frame.Jpeg.Length));
            _file?.Write(frame.Jpeg);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The last minutes of camera {Camera} are not kept: {Reason}", camera, e.Message);
            Dispose();   // until the next file
        }
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // the disk is full: the file lacks its end, and readers stop there
        }

        _file = null;
    }
}
