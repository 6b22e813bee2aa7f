using MlNetVad.Torch.Trainers;
using MlNetVad.Video;

namespace MlNetVad.Cli.Terminal;

/// <summary>A line every few seconds, for logs; short work stays silent.</summary>
internal sealed class PlainProgress(TextWriter writer, Func<int, string> title, TimeProvider clock) : IWorkProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _passStarted = clock.GetTimestamp(), _lastLine = clock.GetTimestamp();
    private VideoProgress? _latest;
    private TrainingProgress? _network;
    private bool _spoke;

    /// <inheritdoc/>
    public void Report(VideoProgress value)
    {
        if (_latest is { } latest && latest.Pass != value.Pass)
        {
            _passStarted = clock.GetTimestamp();
        }

        _latest = value;
        _network = null;
        if (clock.GetElapsedTime(_lastLine) >= Interval)
        {
            _lastLine = clock.GetTimestamp();
            _spoke = true;
            writer.WriteLine(Line(value));
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        bool last = value.Step >= value.TotalSteps;
        if (clock.GetElapsedTime(_lastLine) >= Interval || (last && _spoke && _network?.Step != value.Step))
        {
            _lastLine = clock.GetTimestamp();
            _spoke = true;
            writer.WriteLine(NetworkLine.Whole(value));
        }

        _network = value;
    }

    /// <summary>Ends what was begun; silent where nothing was said.</summary>
    public void Finish()
    {
        if (_spoke && _network is null && _latest is { } latest)
        {
            writer.WriteLine($"{title(latest.Pass)}: done, {Counted.Of(latest.Done, "frame")}");
        }
    }

    private string Line(VideoProgress value)
    {
        double seconds = Math.Max(0.001, clock.GetElapsedTime(_passStarted).TotalSeconds);
        double rate = value.Done / seconds;
        string share = value.Total is { } total ? $" of {total} ({100.0 * value.Done / Math.Max(1, total):0} %)" : "";
        string left = value.Total is { } all && rate > 0 ? $", {TimeSpan.FromSeconds((all - value.Done) / rate):m\\:ss} left" : "";
        return $"{title(value.Pass)}: {value.Done}{share} frames, {rate:0} frames/s{left}";
    }
}
