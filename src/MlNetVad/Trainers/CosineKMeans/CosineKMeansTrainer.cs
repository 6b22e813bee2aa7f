using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>
/// Finds the modes of normal data: k-means with cosine similarity (unit rows, k-means++ seeding on 1 − cos, centroids
/// re-normalised at every step, empty modes restarted at the farthest vector). A vector's score is
/// <c>1 − max_m cos</c> over the modes (Scene-adaptive SVAD, section 2.3; object-features recipe, step 7).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Features</c>)</term><description><c>Vector&lt;Single, d&gt;</c>, one vector a row, or <c>Vector&lt;Single, *, d&gt;</c>, a bag of vectors a row; d is read from the training data</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, 0 … 2: the largest of the row's object scores; 0 for an empty bag</description></item>
/// <item><term>output <c>ObjectScores</c></term><description><c>Vector&lt;Single, *&gt;</c>, one score a vector, 0 … 2</description></item>
/// <item><term>output <c>NearestMode</c></term><description><c>Vector&lt;Int32, *&gt;</c>, one mode a vector, 0 … M − 1; −1 for a zero vector</description></item>
/// </list>
/// A zero vector has no direction: it is left out of training, and scores 1, as one at right angles to every mode.
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, without labels; the rows must be normal</description></item>
/// <item><term>Needs normalised features</term><description>no: vectors are scaled to length 1 here</description></item>
/// <item><term>Needs caching</term><description>no: one pass over the data; in mini-batch mode 1 + <see cref="Options.MaximumPasses"/> passes</description></item>
/// <item><term>Memory</term><description><see cref="Options.MaximumTrainingVectors"/> × d × 4 bytes; in mini-batch mode <see cref="Options.MiniBatchSize"/> × d × 4 more, whatever the data's length</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class CosineKMeansTrainer : IEstimator<CosineKMeansTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly InputColumn _feature;
    private readonly CosineKMeansColumns _columns;

    internal CosineKMeansTrainer(IHostEnvironment environment, Options options)
    {
        options.Validate();
        _host = environment.Register("CosineKMeans");
        _options = options.Copy();
        _seed = options.Seed ?? _host.Rand.Next();
        _feature = FeatureColumn.Of(options.FeatureColumnName);
        _columns = new(options.FeatureColumnName, options.ScoreColumnName, options.ObjectScoresColumnName, options.NearestModeColumnName);
    }

    /// <summary>Finds the modes.</summary>
    /// <param name="input">Normal data with the feature column.</param>
    /// <returns>The transformer that scores; fitting again with the same estimator gives the same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is absent or of another type.</exception>
    /// <exception cref="VadException">A value is NaN or Infinity.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    public CosineKMeansTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType type = _feature.Find(input.Schema).Type;
        int width = FeatureColumn.Width(type)!.Value;
        using IChannel channel = _host.Start("Train");
        var training = new CosineKMeansTraining(_options, channel, new Random(_seed));
        KMeansResult found = training.Run(new FeatureRows(input, _feature, width, _options.RowStride, _options.CancellationToken), width);
        return new CosineKMeansTransformer(_columns, type, new CosineKMeansModelParameters(found.Centroids, found.Counts, found.Objective));
    }

    /// <summary>The promised schema: the input's columns and the three outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _feature.Check(inputSchema);
        return SchemaPromise.With(inputSchema, _columns.Outputs);
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The feature column, <c>Vector&lt;Single, d&gt;</c> or <c>Vector&lt;Single, *, d&gt;</c>.</summary>
        public string FeatureColumnName = "Features";

        /// <summary>The column for the row's score.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>The column for one score a vector.</summary>
        public string ObjectScoresColumnName = "ObjectScores";

        /// <summary>The column for the number of the nearest mode of each vector.</summary>
        public string NearestModeColumnName = "NearestMode";

        /// <summary>M, at least 1; where there are fewer vectors, each is a mode, and without any every vector is at distance 1.</summary>
        public int NumberOfModes = 10;

        /// <summary>Runs from different seeds, at least 1; the one with the lowest objective is kept.</summary>
        public int Restarts = 3;

        /// <summary>Steps of a run at most, at least 1.</summary>
        public int MaximumIterations = 40;

        /// <summary>A run ends when a step lowers the objective by less than this share of it (0: only when nothing changes).
        /// In mini-batch mode: when a pass turns every centroid by less than this, as 1 − cos.</summary>
        public double Tolerance = 1e-6;

        /// <summary>Vectors held in memory at most, a uniform sample of all; null or 0 holds all. In mini-batch mode: the
        /// sample that the first centroids are found on (null or 0: 8000, or a batch if that is larger).</summary>
        public int? MaximumTrainingVectors = DefaultTrainingVectors;

        /// <summary>Every so many rows one is read, at least 1; the features of the others are never computed.</summary>
        public int RowStride = 1;

        /// <summary>Vectors a mini-batch: the centroids of the sample are refined on all data, which is streamed and
        /// never held. Null: no mini-batches.</summary>
        public int? MiniBatchSize;

        /// <summary>Passes over the data in mini-batch mode at most, at least 1.</summary>
        public int MaximumPasses = 3;

        /// <summary>Decides the random choices; null takes the seed of the <see cref="MLContext"/>.</summary>
        public int? Seed;

        /// <summary>Ends training early with the best model so far.</summary>
        public CancellationToken CancellationToken;

        internal const int DefaultTrainingVectors = 8000;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ScoreColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectScoresColumnName);
            ArgumentException.ThrowIfNullOrEmpty(NearestModeColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(NumberOfModes, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(Restarts, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIterations, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(RowStride, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaximumPasses, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MiniBatchSize ?? 1, 1, nameof(MiniBatchSize));
            ArgumentOutOfRangeException.ThrowIfNegative(MaximumTrainingVectors ?? 0, nameof(MaximumTrainingVectors));
            if (!(Tolerance >= 0))
            {
                throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be 0 or more.");
            }
        }
    }
}
