using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using Spectre.Console;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace MlNetVad.Cli.Terminal;

/// <summary>A bar for each pass over the video, and one for the training of a network.</summary>
internal sealed class LiveProgress(ProgressContext context, Func<int, string> title) : IWorkProgress
{
    private const int NetworkPass = -1;
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

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (_bar is null || _pass != NetworkPass)
        {
            Finish();
            _pass = NetworkPass;
            _bar = context.AddTask("", autoStart: true, maxValue: value.TotalSteps);
            _bar.State.Update<bool>(FrameRateColumn.Steps, _ => true);
        }

        _bar.Description = Markup.Escape(NetworkLine.Figures(value));
        _bar.Value = value.Step;
        _bar.State.Update<long>(FrameRateColumn.Done, _ => value.Step);
        _bar.State.Update<double>(TimeLeftColumn.Left, _ => value.Remaining.TotalSeconds);
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

/// <summary>Frames, or steps, a second since the bar began.</summary>
internal sealed class FrameRateColumn : ProgressColumn
{
    /// <summary>The task's state that holds the frames passed.</summary>
    public const string Done = "done";

    /// <summary>The task's state that says that steps are counted, not frames.</summary>
    public const string Steps = "steps";

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        long done = task.State.Get<long>(Done);
        double seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        string unit = task.State.Get<bool>(Steps) ? "steps/s" : "frames/s";
        string rate = seconds > 0.5 ? Invariant($"{done / seconds:0.#} {unit}") : "";
        return new Text(rate.PadLeft(14), new Style(Color.Grey));
    }
}

/// <summary>The time left: what the work itself estimates, else what the bar does.</summary>
internal sealed class TimeLeftColumn : ProgressColumn
{
    /// <summary>The task's state that holds the work's own estimate, in seconds.</summary>
    public const string Left = "left";

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        double seconds = task.State.Get<double>(Left);
        TimeSpan? left = seconds > 0 ? TimeSpan.FromSeconds(seconds) : task.RemainingTime;
        string text = left is { TotalHours: < 100 } known ? known.ToString(@"hh\:mm\:ss") : "--:--:--";
        return new Text(text, new Style(Color.Blue));
    }
}
