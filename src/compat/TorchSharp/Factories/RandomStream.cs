namespace TorchSharp;

/// <summary>The numbers of one block: a SplitMix64 sequence that starts where the block's number puts it.</summary>
internal struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    internal RandomStream(ulong seed, long block)
    {
        _state = seed ^ Mix(((ulong)block + 1) * Golden);
    }

    internal ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in [0, 1).</summary>
    internal float NextSingle() => (Next() >> 40) * (1.0f / (1 << 24));

    /// <summary>Uniform in [0, 1).</summary>
    internal double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Two independent standard normal numbers (Box and Muller).</summary>
    internal (double First, double Second) NextNormals()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * NextDouble());
        return (radius * cos, radius * sin);
    }

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
