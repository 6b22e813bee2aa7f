using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>
/// Remembers what each place of the picture normally looks like; a place's score is its distance to the nearest that it or one of its
/// eight neighbours has looked like, between unit vectors (PatchCore, Roth et al. 2022, with places; 0 the same, 1.41 nothing in common).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Features</c>)</term><description><c>Vector&lt;Single, *, d&gt;</c>: a vector a place, row by row of the grid, the
/// same number in every row, or none: such a row keeps the scores of the row before it</description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, 0 … 2: the largest of the places' scores; 0 before a video's first vectors</description></item>
/// <item><term>output <c>PlaceScores</c></term><description><c>Vector&lt;Single, *&gt;</c>, one score a place</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, without labels, in one pass; the rows must be normal</description></item>
/// <item><term>Memory</term><description>at most <see cref="Options.MaximumVectors"/> × d × 4 bytes, half of it in the model</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class MemoryBankTrainer : IEstimator<MemoryBankTransformer>
{
    private readonly Options _options;
    private readonly MemoryBankColumns _columns;

    internal MemoryBankTrainer(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _columns = new(options.FeatureColumnName, options.VideoColumnName, options.FrameColumnName, options.ScoreColumnName, options.PlaceScoresColumnName);
    }

    /// <summary>Remembers the normal vectors.</summary>
    /// <param name="input">Normal data.</param>
    /// <returns>The transformer that scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">A value is NaN or Infinity, or rows differ in their places.</exception>
    public MemoryBankTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType[] types = [.. _columns.Inputs.Select(i => i.Find(input.Schema).Type)];
        DataViewSchema.Column column = _columns.Inputs[0].Find(input.Schema);
        var bank = new Bank(((VectorDataViewType)column.Type).Dimensions[1], _options.GridColumns);
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        float[] scratch = [], unit = [];
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            getter(ref value);
            ReadOnlySpan<float> map = Slots.Dense(in value, ref scratch);
            int places = bank.Places > 0 ? bank.Places : map.Length / bank.Width;
            if (map.Length > 0 && (map.Length != places * bank.Width || places % bank.Columns != 0))
            {
                throw new VadException($"Column '{column.Name}' holds {map.Length} numbers in a row; expected whole rows of {bank.Columns} places of {bank.Width} numbers, as many as in the first row.");
            }

            if (map.Length > 0)
            {
                bank.Add(MemoryBankKernel.Unit(map, bank.Width, column.Name, ref unit), Math.Max(_options.MaximumVectors, places));
            }
        }

        return new MemoryBankTransformer(_columns, types, bank);
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _columns.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _columns.Outputs);
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The feature column, <c>Vector&lt;Single, *, d&gt;</c>.</summary>
        public string FeatureColumnName = "Features";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>The column for the row's score.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>The column for one score a place.</summary>
        public string PlaceScoresColumnName = "PlaceScores";

        /// <summary>Places in a row of the grid, at least 1; 1 with one vector a row for the picture as a whole.</summary>
        public int GridColumns = 1;

        /// <summary>Vectors kept at most, at least 1; where more are new, they are kept farther apart.</summary>
        public int MaximumVectors = 8192;

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ScoreColumnName);
            ArgumentException.ThrowIfNullOrEmpty(PlaceScoresColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(GridColumns, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaximumVectors, 1);
        }
    }
}
