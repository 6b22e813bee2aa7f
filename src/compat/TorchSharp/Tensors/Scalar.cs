namespace TorchSharp;

/// <summary>A number of any element type.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly long _integer;

    internal Scalar(double value, torch.ScalarType type)
    {
        _real = value;
        _integer = double.IsFinite(value) ? (long)value : 0;
        Type = type;
    }

    internal Scalar(long value, torch.ScalarType type)
    {
        _integer = value;
        _real = value;
        Type = type;
    }

    public torch.ScalarType Type { get; }

    internal double Real => _real;

    internal long Integer => _integer;

    internal bool IsReal => Type is torch.ScalarType.Float32 or torch.ScalarType.Float64;

    internal T As<T>() where T : unmanaged, System.Numerics.INumberBase<T> =>
        IsReal ? T.CreateTruncating(_real) : T.CreateTruncating(_integer);

    public void Dispose()
    {
    }

    public override string ToString() => IsReal ? _real.ToString() : _integer.ToString();

    public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int8);

    public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int16);

    public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);

    public static implicit operator Scalar(float value) => new(value, torch.ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value ? 1L : 0L, torch.ScalarType.Bool);
}
