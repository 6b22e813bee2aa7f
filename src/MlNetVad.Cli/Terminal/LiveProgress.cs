using MlNetVad.Video;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetVad.Cli.Terminal;

/// <summary>A bar for each pass over the video.</summary>
internal sealed class LiveProgress(ProgressContext context, Func<int, string> title) : IProgress<VideoProgress>
{
    private ProgressTask? _bar;
    private int _pass;

    /// <inheritdoc/>
    public void Report(VideoProgress value)
    {
        if (_bar is null || value.Pass != _pass)
        {
            Finish();
            _pass = value.Pass;
            _bar = context.AddTask(title(value.Pass), autoStart: true, maxValue: value.Total ?? 1);
            _bar.IsIndeterminate = value.Total is null;
        }

        _bar.Value = value.Total is null ? 0 : Math.Min(value.Done, value.Total.Value);
        _bar.State.Update<long>(FrameRateColumn.Done, _ => value.Done);
    }

    /// <summary>Fills the last bar.</summary>
    public void Finish()
    {
        if (_bar is { } bar)
        {
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }
}

/// <summary>Frames a second since the pass began.</summary>
internal sealed class FrameRateColumn : ProgressColumn
{
    /// <summary>The task's state that holds the frames passed.</summary>
    public const string Done = "done";

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        long done = task.State.Get<long>(Done);
        double seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        string rate = seconds > 0.5 ? $"{done / seconds:0} frames/s" : "";
        return new Text(rate.PadLeft(13), new Style(Color.Grey));
    }
}
