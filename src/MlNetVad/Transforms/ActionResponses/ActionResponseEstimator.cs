using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Transforms;

/// <summary>
/// Describes each object by its responses to a list of actions: the cosines of its features with their texts (scene-adaptive SVAD,
/// section 3.4, equation 8). What is normal somewhere responds in few ways, whatever it looks like.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (features)</term><description><c>Vector&lt;Single, *, D&gt;</c>, in the space of the texts</description></item>
/// <item><term>output (responses)</term><description><c>Vector&lt;Single, *, N&gt;</c>, −1 … 1; zeros for an object whose features are all zero</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class ActionResponseEstimator : IEstimator<ActionResponseTransformer>
{
    private readonly string _output, _features;
    private readonly ActionTexts _texts;

    internal ActionResponseEstimator(string output, string features, ActionTexts texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(features);
        (_output, _features, _texts) = (output, features, texts);
    }

    private InputColumn Input => InputColumn.Bag(_features, _texts.Width);

    /// <summary>Looks at the columns; reads no row.</summary>
    /// <param name="input">Objects with features.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    public ActionResponseTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ActionResponseTransformer(_output, _features, Input.Find(input.Schema).Type, _texts);
    }

    /// <summary>The promised schema: the input's columns and the responses.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Input.Check(inputSchema);
        return SchemaPromise.With(inputSchema, [new OutputColumn(_output, OutputColumn.BagType(_texts.Names.Length))]);
    }
}
