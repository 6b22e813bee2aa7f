using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>
/// The objects of frames that were searched while a pipeline is fitted. Fitting reads the same video several times, and a
/// network takes longer than a hash. Bounded: what does not fit is searched again. Thread-safe.
/// </summary>
internal sealed class KnownObjects
{
    private const int Capacity = 32_768;

    private readonly ConcurrentDictionary<UInt128, float[]> _objects = new();

    /// <summary>The objects [n, 6] of a frame, from <paramref name="search"/> where they are not known.</summary>
    public float[] Get(ReadOnlySpan<byte> frame, Searching search)
    {
        UInt128 key = Key(frame);
        if (!_objects.TryGetValue(key, out float[]? known))
        {
            known = search(frame);
            if (_objects.Count < Capacity)
            {
                _objects[key] = known;
            }
        }

        return known;
    }

    // half of SHA-256: no two frames of any video have the same one
    private static UInt128 Key(ReadOnlySpan<byte> frame)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(frame, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>Searches a frame.</summary>
    public delegate float[] Searching(ReadOnlySpan<byte> frame);
}
