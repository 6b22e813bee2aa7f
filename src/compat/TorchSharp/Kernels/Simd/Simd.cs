using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Which width this machine runs; constants to the JIT, so the other branches cost nothing.</summary>
internal static class Simd
{
    /// <summary>AVX-512: kernels use <see cref="V512"/>.</summary>
    internal static bool Wide => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>AVX2 with FMA: kernels use <see cref="V256"/> when <see cref="Wide"/> is false, else <see cref="V128"/>.</summary>
    internal static bool Middle => Avx2.IsSupported && Fma.IsSupported;
}
