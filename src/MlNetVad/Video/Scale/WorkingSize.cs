namespace MlNetVad.Video.Scale;

/// <summary>
/// The size at which videos are worked on: a typical moving thing is then about 36 pixels tall, which is what the features of motion
/// were made for, and a large picture costs no more than a small one.
/// </summary>
public sealed class WorkingSize
{
    /// <summary>How tall a typical thing should be, pixels.</summary>
    public const double WantedHeight = 36;

    private const int MostPixels = 640 * 480, LeastSide = 72, LeastThings = 12;
    private const double StandardShare = WantedHeight / 240, NearEnough = 0.8, LeastColourful = 0.01, Agreement = 0.15;

    private WorkingSize(VideoSurvey survey)
    {
        Heights = [.. survey.Pairs.SelectMany(p => p.Things).Select(t => t.Height).Order()];
        IsKnown = Heights.Count >= LeastThings;
        ObjectHeight = IsKnown ? Typical(Heights) : StandardShare;
        FrameFormat native = survey.Source.Videos.Select(v => v.OnlyFormat ?? v.NativeFormat).MinBy(f => (long)f.Width * f.Height);
        FrameFormat? only = survey.Source.Videos.Select(v => v.OnlyFormat).FirstOrDefault(f => f is not null);
        Native = native with { Channels = 1 };
        (Height, Width) = only is { } fixedFormat ? (fixedFormat.Height, fixedFormat.Width) : Fit(native, ObjectHeight);
        bool hasColour = survey.Pairs.Count(p => p.Colourful >= LeastColourful) * 20 >= survey.Pairs.Count;
        Channels = only?.Channels ?? (survey.Pairs.Count > 0 && hasColour ? 3 : 1);
    }

    /// <summary>Height of the pictures to work on, pixels.</summary>
    public int Height { get; }

    /// <summary>Width of the pictures to work on, pixels.</summary>
    public int Width { get; }

    /// <summary>3 where the video has colour, 1 where it is grey, however it is stored.</summary>
    public int Channels { get; }

    /// <summary>The size of the smallest video, with one channel: the working size is not larger.</summary>
    public FrameFormat Native { get; }

    /// <summary>Height of a typical moving thing as a share of the picture's, 0 … 1; a usual one where <see cref="IsKnown"/> is false.</summary>
    public double ObjectHeight { get; }

    /// <summary>Whether enough moved to learn from.</summary>
    public bool IsKnown { get; }

    /// <summary>The heights of all moving things that were seen, as shares of the picture's, in ascending order.</summary>
    public IReadOnlyList<double> Heights { get; }

    /// <summary>Looks at the videos and finds their working size, in seconds.</summary>
    /// <param name="videos">The training videos.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The size; the same for the same videos.</returns>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static WorkingSize Learn(VideoSource videos, CancellationToken cancellationToken = default) => Of(VideoSurvey.Of(videos, cancellationToken));

    /// <summary>The working size of videos that were looked at.</summary>
    /// <param name="survey">What was seen.</param>
    /// <returns>The size.</returns>
    public static WorkingSize Of(VideoSurvey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        return new WorkingSize(survey);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Width}×{Height}{(Channels == 3 ? " in colour" : "")} of {Native.Width}×{Native.Height}: {(IsKnown ? $"a typical thing is {100 * ObjectHeight:0.#} % of the height ({Heights.Count} seen)" : $"too little moves to tell ({Heights.Count} things seen)")}");

    /// <summary>
    /// The height that most of the height seen agrees with, within some fifteen percent: pieces of things are many and short, merged
    /// ones tall and of all heights, and both spoil a mean or a median.
    /// </summary>
    private static double Typical(IReadOnlyList<double> heights) => heights.MaxBy(candidate => heights.Sum(height =>
    {
        double apart = Math.Log(height / candidate) / Agreement;
        return height * Math.Exp(-0.5 * apart * apart);
    }));

    private static (int Height, int Width) Fit(FrameFormat native, double share)
    {
        double scale = WantedHeight / (share * native.Height);
        scale = scale >= NearEnough ? 1 : Math.Max(scale, (double)LeastSide / Math.Min(native.Width, native.Height));
        scale = Math.Min(scale, Math.Sqrt(MostPixels / ((double)native.Width * native.Height)));
        return scale >= 1 ? (native.Height, native.Width) : (Even(native.Height * scale), Even(native.Width * scale));
    }

    private static int Even(double length) => Math.Max(2, 2 * (int)Math.Round(length / 2));
}
