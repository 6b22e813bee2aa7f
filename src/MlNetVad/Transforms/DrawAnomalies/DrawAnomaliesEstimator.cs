using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms.DrawAnomalies;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// A picture a row for people: the scored frame, warm where it is unusual, a box round each object (thin and green up to the
/// threshold, thick and red above it), and the row's score in the corner, red above the threshold.
/// </summary>
/// <remarks>
/// <c>heat = score / (2·threshold) · (part − usual) / (largest part of the row − usual)</c>, held between 0 and 1, where the parts are the
/// objects' scores (usual: 0), fading from the middle of a box to its edge, or the cells of a heat map (usual: their median; a box is red where a cell above the threshold reaches into it). So the
/// colours of two rows compare as their scores do, and within a row they say where the score comes from, provided that it comes from
/// these parts: name the columns that it was made of.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, grey or colour</description></item>
/// <item><term>input (<c>Score</c>)</term><description><c>Single</c>, finite</description></item>
/// <item><term>input (<c>Objects</c>), to be outlined; with a heat map on request</term><description><c>Vector&lt;Single, *, 6&gt;</c>, x, y, width, height in pixels of the clip, and two more numbers</description></item>
/// <item><term>input (<c>ObjectScores</c>), without a heat map</term><description><c>Vector&lt;Single, *&gt;</c>, one number an object</description></item>
/// <item><term>input, a heat map on request (<c>ErrorMap</c>)</term><description><c>Vector&lt;Single, h, w&gt;</c>, of the whole frame, row by row, of any fineness; or <c>Vector&lt;Single, *&gt;</c>, as
/// many rows as columns (<c>LooksScores</c>)</description></item>
/// <item><term>output (<c>Overlay</c>)</term><description><c>MLImage</c>, H × W, the receiver's to dispose</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class DrawAnomaliesEstimator : IEstimator<DrawAnomaliesTransformer>
{
    private readonly Options _options;

    internal DrawAnomaliesEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The picture column to add.</summary>
        public string OutputColumnName = "Overlay";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The row's score.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>The objects of the clip's target frame; null, with a heat map only, outlines none.</summary>
        public string? ObjectsColumnName = "Objects";

        /// <summary>One score an object; not read with a heat map.</summary>
        public string ObjectScoresColumnName = "ObjectScores";

        /// <summary>A heat map of the frame; null makes one of the objects' scores.</summary>
        public string? HeatMapColumnName;

        /// <summary>The clip's frame to draw; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>The score above which a row is anomalous; greater than 0, 0.5 on the calibrated scale.</summary>
        public float Threshold = 0.5f;

        /// <summary>Always four, because a saved model's contract has a fixed number of inputs: without objects the heat map comes twice.</summary>
        internal InputColumn[] Inputs =>
        [
            InputColumn.Clip(ClipColumnName),
            ScoreColumn.Of(ScoreColumnName),
            ObjectsColumnName is null ? HeatMap.Column(HeatMapColumnName!) : InputColumn.Bag(ObjectsColumnName, 6),
            HeatMapColumnName is null ? InputColumn.PerObject(ObjectScoresColumnName) : HeatMap.Column(HeatMapColumnName),
        ];

        internal OutputColumn[] Outputs => [new(OutputColumnName, ImageColumn.Type)];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            if (ObjectsColumnName is null && HeatMapColumnName is null)
            {
                throw new VadException("DrawAnomalies has neither an ObjectsColumnName nor a HeatMapColumnName; name at least one column that says where a score comes from.");
            }

            if (!(Threshold > 0 && float.IsFinite(Threshold)))
            {
                throw new VadException($"The threshold of DrawAnomalies is {Threshold}; colours are shares of it, so it must be greater than 0: calibrate the score (CalibrateScore), 0.5 is its alarm.");
            }
        }
    }

    /// <summary>Makes the transformer; reads no rows.</summary>
    /// <param name="input">Scored clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">Clips are neither grey nor colour.</exception>
    public DrawAnomaliesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new DrawAnomaliesTransformer(_options, _options.Inputs.Select(i => i.Find(input.Schema).Type).ToArray());
    }

    /// <summary>The promised schema: the input's columns and the picture.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _options.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _options.Outputs);
    }
}
