using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>
/// Keeps a bounded sample of normal vectors; a vector's score is its Euclidean distance to the k-th nearest of them
/// (Ramaswamy, Rastogi and Shim 2000). Give every number of the vector the unit in which a difference of 1 means something.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Features</c>)</term><description><c>Vector&lt;Single, d&gt;</c>, one vector a row, or <c>Vector&lt;Single, *, d&gt;</c>, a bag of vectors a row</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, at least 0: the largest of the row's object scores; 0 for an empty bag</description></item>
/// <item><term>output <c>ObjectScores</c></term><description><c>Vector&lt;Single, *&gt;</c>, one score a vector</description></item>
/// </list>
/// Where normal data hold no vector at all, nothing is known of any: every score is 0.
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, without labels, in one pass; the rows must be normal</description></item>
/// <item><term>Memory</term><description><see cref="Options.MaximumVectors"/> × d × 4 bytes, in the model too</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class NearestNeighborsTrainer : IEstimator<NearestNeighborsTransformer>
{
    private readonly Options _options;
    private readonly int _seed;
    private readonly InputColumn _feature;
    private readonly NearestNeighborsColumns _columns;

    internal NearestNeighborsTrainer(IHostEnvironment environment, Options options)
    {
        options.Validate();
        _options = options.Copy();
        _seed = environment.Register("NearestNeighbors").Rand.Next();
        _feature = FeatureColumn.Of(options.FeatureColumnName);
        _columns = new(options.FeatureColumnName, options.ScoreColumnName, options.ObjectScoresColumnName);
    }

    /// <summary>Samples the normal vectors.</summary>
    /// <param name="input">Normal data with the feature column.</param>
    /// <returns>The transformer that scores; fitting again with the same estimator gives the same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is absent or of another type.</exception>
    /// <exception cref="VadException">A value is NaN or Infinity.</exception>
    public NearestNeighborsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = _feature.Find(input.Schema);
        int width = FeatureColumn.Width(column.Type)!.Value;
        var reservoir = new VectorReservoir(width, _options.MaximumVectors, new Random(_seed));
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        float[] scratch = [];
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            getter(ref value);
            ReadOnlySpan<float> features = Slots.Dense(in value, ref scratch);
            FeatureRows.RequireWhole(_feature.Name, features.Length, width);
            for (int start = 0; start < features.Length; start += width)
            {
                reservoir.Offer(NearestNeighborsKernel.Finite(features.Slice(start, width), _feature.Name));
            }
        }

        float[] vectors = new float[reservoir.Sample.Count * width];
        for (int i = 0; i < reservoir.Sample.Count; i++)
        {
            reservoir.Sample[i].CopyTo(vectors.AsSpan(i * width));
        }

        return new NearestNeighborsTransformer(_columns, column.Type, new NormalVectors(vectors, width, _options.NumberOfNeighbors));
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
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

        /// <summary>k, at least 1; 4 asks for more than one normal event of the kind.</summary>
        public int NumberOfNeighbors = 4;

        /// <summary>Vectors kept at most, at least 1: a uniform sample of all.</summary>
        public int MaximumVectors = 8192;

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ScoreColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectScoresColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(NumberOfNeighbors, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaximumVectors, 1);
        }
    }
}
