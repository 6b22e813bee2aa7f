using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>
/// Motion as the SFN-VAD and SIB-VAD papers feed it to their motion encoder: <c>D_i = I_i − I_{i−1}</c>, signed, for
/// every pair of successive frames of a clip.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, T ≥ 2 frames</description></item>
/// <item><term>output</term><description><c>Vector&lt;Single, T−1, H, W, C&gt;</c>, each value in −255 … 255</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class FrameDifferenceEstimator : IEstimator<FrameDifferenceTransformer>
{
    private readonly InputColumn _clip;
    private readonly string _output;

    internal FrameDifferenceEstimator(string outputColumnName, string inputColumnName)
    {
        _output = outputColumnName;
        _clip = InputColumn.Clip(inputColumnName);
    }

    /// <summary>Makes the transformer; reads no rows.</summary>
    /// <param name="input">Data with the clip column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    public FrameDifferenceTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new FrameDifferenceTransformer(_output, _clip.Name, _clip.Find(input.Schema).Type);
    }

    /// <summary>The promised schema: the input's columns and the difference.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _clip.Check(inputSchema);
        return SchemaPromise.With(inputSchema, [new OutputColumn(_output, new VectorDataViewType(NumberDataViewType.Single, 1))]);
    }
}
