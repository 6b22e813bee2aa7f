using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Divides a number of each object by what is usual for it at the object's place, so that who is near and who is far from the camera
/// are judged alike, and each lane by its own: usual is the upper quartile of normal objects around that place.
/// </summary>
/// <remarks>
/// A place is where the middle of a box's lower edge stands, on a grid of 8 × 8; a place's own objects are joined by those around it and by
/// a hundred of the whole picture, so that where nobody was seen the whole picture's quartile holds.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input, values</term><description><c>Vector&lt;Single, *&gt;</c>, one number an object, at least 0</description></item>
/// <item><term>input, boxes</term><description><c>Vector&lt;Single, *, 6&gt;</c>, of which x, y, width and height are read; as many as values</description></item>
/// <item><term>output</term><description><c>Vector&lt;Single, *&gt;</c>: 1 is the upper quartile at that place</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: one pass over normal rows</description></item>
/// <item><term>Memory</term><description>at most 262,144 objects while fitting (every second one beyond); 272 bytes in the model</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class PlaceScaleEstimator : IEstimator<PlaceScaleTransformer>
{
    private readonly PlaceScaleColumns _columns;

    internal PlaceScaleEstimator(PlaceScaleColumns columns) => _columns = columns;

    /// <summary>Learns what is usual where.</summary>
    /// <param name="input">Normal rows.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The lengths differ, or a value is negative or no number.</exception>
    public PlaceScaleTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] sources = [.. _columns.Inputs.Select(c => c.Find(input.Schema))];
        var learner = new PlaceMapLearner();
        using DataViewRowCursor cursor = input.GetRowCursor(sources);
        ValueGetter<VBuffer<float>>[] getters = [.. sources.Select(s => cursor.GetGetter<VBuffer<float>>(s))];
        (VBuffer<float> values, VBuffer<float> boxes) = (default, default);
        float[] scratch = [], boxScratch = [];
        while (cursor.MoveNext())
        {
            getters[0](ref values);
            getters[1](ref boxes);
            ReadOnlySpan<float> value = Slots.Dense(in values, ref scratch), box = Slots.Dense(in boxes, ref boxScratch);
            _columns.Check(value, box);
            for (int i = 0; i < value.Length; i++)
            {
                (float x, float y) = PlaceScaleColumns.Foot(box, i);
                learner.Add(x, y, value[i]);
            }
        }

        return new PlaceScaleTransformer(_columns, learner.Learn());
    }

    /// <summary>The promised schema: the input's columns and the output.</summary>
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
}
