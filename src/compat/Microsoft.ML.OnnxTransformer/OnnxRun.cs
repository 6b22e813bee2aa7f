using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A network on one cursor: all wanted outputs of a row are computed at once, when the first is asked for.</summary>
internal sealed class OnnxRun
{
    private static readonly RunOptions Plain = new();

    private readonly OnnxNetwork _network;
    private readonly DataViewRow _row;
    private readonly OnnxInput[] _inputs;
    private readonly OnnxOutput[] _outputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private long _computed = long.MinValue;

    public OnnxRun(OnnxNetwork network, DataViewRow row, DataViewSchema.Column[] sources, bool[] wanted)
    {
        _network = network;
        _row = row;
        OnnxColumn[] outputs = [.. network.Outputs.Where((_, i) => wanted[i])];
        _inputs = [.. network.Inputs.Zip(sources, (column, source) => OnnxInput.Of(row, source, column))];
        _outputs = Array.ConvertAll(outputs, OnnxOutput.Of);
        _inputNames = [.. network.Inputs.Select(column => column.Name)];
        _outputNames = Array.ConvertAll(outputs, column => column.Name);
    }

    /// <summary>The getters of all outputs; null for those that are not wanted.</summary>
    public Delegate[] Getters(bool[] wanted)
    {
        int next = 0;
        return Array.ConvertAll(wanted, active => active ? _outputs[next++].Getter(EnsureComputed) : null);
    }

    private void EnsureComputed()
    {
        if (_computed == _row.Position)
        {
            return;
        }

        OrtValue[] inputs = Array.ConvertAll(_inputs, input => input.Read());
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = _network.Session.Run(Plain, _inputNames, inputs, _outputNames);
            for (int i = 0; i < _outputs.Length; i++)
            {
                _outputs[i].Keep(outputs[i]);
            }
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }

        _computed = _row.Position;
    }
}
