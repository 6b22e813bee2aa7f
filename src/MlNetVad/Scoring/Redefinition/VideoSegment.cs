using System.Globalization;

namespace MlNetVad.Scoring;

/// <summary>A stretch of a video, in seconds from its start or in frames.</summary>
public sealed record VideoSegment
{
    private VideoSegment(double from, double to, bool inFrames)
    {
        if (!(from >= 0 && to >= from && double.IsFinite(to)))
        {
            throw new VadException($"'{from.ToString(CultureInfo.InvariantCulture)}-{to.ToString(CultureInfo.InvariantCulture)}' is no segment; give its beginning and then its end, from 0 on.");
        }

        (From, To, InFrames) = (from, to, inFrames);
    }

    /// <summary>Where it begins: seconds, or a frame's number, 0-based.</summary>
    public double From { get; }

    /// <summary>Where it ends, inside.</summary>
    public double To { get; }

    /// <summary>Whether it is counted in frames.</summary>
    public bool InFrames { get; }

    /// <summary>A segment in seconds from the start of the video.</summary>
    /// <param name="from">Its beginning, at least 0.</param>
    /// <param name="to">Its end, not before the beginning.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="VadException">It ends before it begins, or begins before 0.</exception>
    public static VideoSegment Seconds(double from, double to) => new(from, to, inFrames: false);

    /// <summary>A segment in frames.</summary>
    /// <param name="first">The first frame, 0-based.</param>
    /// <param name="last">The last frame, inside.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="VadException">It ends before it begins, or begins before 0.</exception>
    public static VideoSegment Frames(long first, long last) => new(first, last, inFrames: true);

    /// <summary>Reads <c>12.0-15.5</c> (seconds) or <c>120f-155f</c> (frames).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="VadException">It is neither.</exception>
    public static VideoSegment Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] ends = text.Split('-');
        bool frames = ends.Length == 2 && ends.All(e => e.EndsWith('f'));
        double[] numbers = [.. ends.Select(e => double.TryParse(frames ? e[..^1] : e, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double n) ? n : double.NaN)];
        return ends.Length == 2 && numbers.All(double.IsFinite)
            ? new VideoSegment(numbers[0], numbers[1], frames)
            : throw new VadException($"'{text}' is no segment; give seconds, such as 12.0-15.5, or frames, such as 120f-155f.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}{(InFrames ? "f" : "")}-{To}{(InFrames ? "f" : "")}");
}
