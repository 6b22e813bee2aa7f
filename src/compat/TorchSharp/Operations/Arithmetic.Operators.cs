using System.Numerics;

namespace TorchSharp;

using static torch;

/// <summary>The element functions of <see cref="Arithmetic"/>.</summary>
internal static partial class Arithmetic
{
    internal readonly struct RoundedDivOp(RoundingMode mode) : INumberBinary
    {
        public bool Vectorized => false;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T>
        {
            T quotient = a / b;
            if (T.IsInteger(quotient) && T.IsInteger(T.One / (T.One + T.One)))
            {
                bool inexact = quotient * b != a;
                return mode == RoundingMode.floor && inexact && T.IsNegative(a) != T.IsNegative(b) ? quotient - T.One : quotient;
            }
            double real = double.CreateTruncating(quotient);
            return T.CreateTruncating(mode == RoundingMode.floor ? Math.Floor(real) : Math.Truncate(real));
        }

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a / b;
    }

    private readonly struct RemainderOp : INumberBinary
    {
        public bool Vectorized => false;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T>
        {
            T rest = a % b;
            return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
        }

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a;
    }

    private readonly struct PowerOp : INumberBinary
    {
        public bool Vectorized => false;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.CreateTruncating(Math.Pow(double.CreateTruncating(a), double.CreateTruncating(b)));

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a;
    }

    internal readonly struct AddOp : INumberBinary
    {
        public bool Vectorized => true;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a + b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a + b;
    }

    internal readonly struct AddScaledOp(double alpha) : INumberBinary
    {
        public bool Vectorized => true;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a + (b * T.CreateTruncating(alpha));

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a + (b * new Vector<T>(T.CreateTruncating(alpha)));
    }

    internal readonly struct SubOp : INumberBinary
    {
        public bool Vectorized => true;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a - b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a - b;
    }

    internal readonly struct MulOp : INumberBinary
    {
        public bool Vectorized => true;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a * b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a * b;
    }

    internal readonly struct DivOp : INumberBinary
    {
        public bool Vectorized => true;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a / b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a / b;
    }

    internal readonly struct MaxOp : INumberBinary
    {
        public bool Vectorized => false;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) || a > b ? a : b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => Vector.Max(a, b);
    }

    internal readonly struct MinOp : INumberBinary
    {
        public bool Vectorized => false;

        public T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) || a < b ? a : b;

        public Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => Vector.Min(a, b);
    }

    internal readonly struct AffineOp(double scale, double shift) : INumberFunction
    {
        public static bool Vectorized => true;

        public T Apply<T>(T x) where T : unmanaged, INumber<T> => (x * T.CreateTruncating(scale)) + T.CreateTruncating(shift);

        public Vector<T> Wide<T>(Vector<T> x) where T : unmanaged, INumber<T> => (x * new Vector<T>(T.CreateTruncating(scale))) + new Vector<T>(T.CreateTruncating(shift));
    }
}
