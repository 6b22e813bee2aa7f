using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Smooths a score along time, within each video. The causal kinds use past rows only and fit live scoring and saved
/// models; the Gaussian reads the future and exists for the papers' evaluation protocol.
/// </summary>
/// <remarks>
/// Rows must come in time order. The state starts anew when the video changes or the frame does not increase. Widths
/// are in rows: with one row a frame, in frames. A live <c>PredictionEngine</c> keeps the state from call to call: one
/// engine a camera.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Score</c></term><description><c>Single</c>, not NaN</description></item>
/// <item><term>input <c>Video</c></term><description>text, the video's id</description></item>
/// <item><term>input <c>Frame</c></term><description><c>Int64</c>, increasing within a video</description></item>
/// <item><term>output (<c>Score</c>)</term><description><c>Single</c>, smoothed</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, no shuffling; the Gaussian reads the input once more and holds 4 bytes a row</description></item>
/// <item><term>Can be saved</term><description>the causal kinds; the Gaussian refuses</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class SmoothScoreEstimator : IEstimator<SmoothScoreTransformer>
{
    private readonly SmoothScoreTransformer _transformer;
    private readonly SmoothingColumns _columns;

    internal SmoothScoreEstimator(Options options)
    {
        SmoothingSettings settings = options.ToSettings();
        _columns = new(options.OutputColumnName, options.InputColumnName ?? options.OutputColumnName, options.VideoColumnName, options.FrameColumnName);
        _transformer = new SmoothScoreTransformer(_columns, settings);
    }

    /// <summary>Makes the transformer; reads no rows.</summary>
    /// <param name="input">Data with the three input columns.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SmoothScoreTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The promised schema: the input's columns and the smoothed score.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _transformer.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, SmoothScoreTransformer.OutputsOf(_columns));
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column for the smoothed score.</summary>
        public string OutputColumnName = "Score";

        /// <summary>The column of the score; null means the output's name.</summary>
        public string? InputColumnName;

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>How to smooth.</summary>
        public SmoothingKind Kind = SmoothingKind.CausalMean;

        /// <summary>Rows of the causal mean, at least 1; 1 changes nothing.</summary>
        public int Width = 8;

        /// <summary>Weight of the newest score in exponential smoothing, in (0, 1]; null takes <see cref="HalfLife"/>.</summary>
        public double? Alpha;

        /// <summary>Rows after which a score's weight has halved, in exponential smoothing; greater than 0.</summary>
        public double HalfLife = 4;

        /// <summary>Standard deviation of the Gaussian, in rows; greater than 0.</summary>
        public double Sigma = 4;

        internal SmoothingSettings ToSettings()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
            Require(HalfLife > 0 && double.IsFinite(HalfLife), nameof(HalfLife), HalfLife, "a positive number of rows");
            Require(Sigma > 0 && double.IsFinite(Sigma), nameof(Sigma), Sigma, "a positive number of rows");
            double alpha = Alpha ?? (1 - Math.Pow(0.5, 1 / HalfLife));
            Require(alpha is > 0 and <= 1, nameof(Alpha), alpha, "in (0, 1]");
            Require(Enum.IsDefined(Kind), nameof(Kind), (double)Kind, "one of the smoothing kinds");
            return new SmoothingSettings(Kind, Width, alpha, Sigma);
        }

        private static void Require(bool condition, string name, double value, string expected)
        {
            if (!condition)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
            }
        }
    }
}
