using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// Fixed positions of a grid of patches: four blocks of d / 4, sin(x w), cos(x w), sin(y w), cos(y w), where x is the column,
/// y the row and w_i = 10000^(−i / (d / 4)). No parameter and no buffer: a checkpoint does not hold them.
/// </summary>
internal sealed class SinCosPositions
{
    private const double Base = 10_000;
    private readonly float[] _values;
    private readonly long[] _shape;
    private Tensor? _table;

    /// <summary>Computes the table.</summary>
    public SinCosPositions(int rows, int columns, int width)
    {
        int quarter = width / 4;
        _shape = [rows * columns, width];
        _values = new float[rows * columns * width];
        for (int patch = 0; patch < rows * columns; patch++)
        {
            Span<float> position = _values.AsSpan(patch * width, width);
            for (int i = 0; i < quarter; i++)
            {
                double frequency = Math.Pow(Base, -(double)i / quarter);
                (double sinX, double cosX) = Math.SinCos(patch % columns * frequency);
                (double sinY, double cosY) = Math.SinCos(patch / columns * frequency);
                (position[i], position[quarter + i], position[(2 * quarter) + i], position[(3 * quarter) + i]) =
                    ((float)sinX, (float)cosX, (float)sinY, (float)cosY);
            }
        }
    }

    /// <summary>[P, d] on the device of a tensor.</summary>
    public Tensor For(Tensor tokens)
    {
        Device device = tokens.device;
        if (_table is null || _table.device.type != device.type || _table.device.index != device.index)
        {
            _table?.Dispose();
            _table = tensor(_values, device: device).reshape(_shape).DetachFromDisposeScope();
        }

        return _table;
    }
}
