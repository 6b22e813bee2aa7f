namespace MlNetVad.Video.Synthetic;

/// <summary>Random numbers that are a function of a key alone (SplitMix64), so that any frame can be made by itself.</summary>
internal struct SceneRandom(ulong key)
{
    private ulong _state = key;

    /// <summary>A key from a key and an index.</summary>
    public static ulong Key(ulong key, long index) => Mix(key + (0x9E3779B97F4A7C15UL * (ulong)(index + 1)));

    /// <summary>The next number, from 0 up to 1.</summary>
    public float Next() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>The next number between two.</summary>
    public float Between(float low, float high) => low + ((high - low) * Next());

    /// <summary>The next whole number from 0 up to a limit.</summary>
    public int Below(int limit) => (int)(NextBits() % (ulong)limit);

    /// <summary>A number of mean 0 and deviation 1, nearly normal: the sum of twelve uniform ones.</summary>
    public float Gaussian()
    {
        float sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Next();
        }

        return sum;
    }

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
