using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using Spectre.Console;

namespace MlNetVad.Cli.Terminal;

/// <summary>Shows how far a long piece of work is: a live bar on a terminal, a plain line now and then elsewhere.</summary>
internal static class WorkProgress
{
    /// <summary>Does the work and shows its progress on standard error.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="title">What is being done in a pass, 1 for the first: "Training".</param>
    /// <param name="work">Does it, and reports the frames it has passed.</param>
    /// <returns>What the work gave.</returns>
    public static T Show<T>(Screen screen, Func<int, string> title, Func<IWorkProgress, T> work)
    {
        if (screen.Verbosity == Verbosity.Quiet)
        {
            return work(new Silent());
        }

        if (!screen.ErrorIsTerminal)
        {
            var lines = new PlainProgress(screen.Error, title, TimeProvider.System);
            T result = work(lines);
            lines.Finish();
            return result;
        }

        return screen.ErrorConsole.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn(),
                new FrameRateColumn(),
                new TimeLeftColumn())
            .Start(context =>
            {
                var bars = new LiveProgress(context, title);
                T result = work(bars);
                bars.Finish();
                return result;
            });
    }

    private sealed class Silent : IWorkProgress
    {
        public void Report(VideoProgress value)
        {
        }

        public void Report(TrainingProgress value)
        {
        }
    }
}

/// <summary>Hears of passes over video, and of the training of a network.</summary>
internal interface IWorkProgress : IProgress<VideoProgress>, IProgress<TrainingProgress>;
