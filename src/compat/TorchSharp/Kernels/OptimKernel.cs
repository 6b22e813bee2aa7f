using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>One optimizer step over a parameter of n numbers, in one pass over memory.</summary>
internal static unsafe class OptimKernel
{
    /// <summary>The numbers of an Adam or AdamW step; step counts from 1.</summary>
    internal readonly record struct AdamSettings(float LearningRate, float Beta1, float Beta2, float Eps, float WeightDecay, bool Decoupled, long Step);

    /// <summary>
    /// Adam (weight decay added to the gradient) or AdamW (Decoupled: p shrinks by lr · decay). m and v are the running moments;
    /// vMax, the running maximum of v, is null unless AMSGrad is wanted.
    /// </summary>
    internal static void Adam(in AdamSettings s, float* p, float* grad, float* m, float* v, float* vMax, long n)
    {
        double correction1 = 1 - Math.Pow(s.Beta1, s.Step), correction2 = 1 - Math.Pow(s.Beta2, s.Step);
        Workers.For(n, Elementwise.Grain, new AdamWork(s, (float)(s.LearningRate / correction1), (float)(1 / Math.Sqrt(correction2)), p, grad, m, v, vMax));
    }

    /// <summary>SGD with momentum: g += decay · p; b = first ? g : momentum · b + (1 - dampening) · g; p -= lr · (nesterov ? g + momentum · b : b). b is null without momentum.</summary>
    internal static void Sgd(
        float learningRate, float momentum, float dampening, float weightDecay, bool nesterov, bool first,
        float* p, float* grad, float* b, long n) =>
        Workers.For(n, Elementwise.Grain, new SgdWork(learningRate, momentum, first ? 1f : 1f - dampening, weightDecay, nesterov, first, p, grad, b));

    private readonly struct AdamWork(AdamSettings s, float rate, float root, float* p, float* grad, float* m, float* v, float* vMax) : IWork
    {
        private readonly float* _p = p, _g = grad, _m = m, _v = v, _vMax = vMax;

        public void Run(long from, long to)
        {
            if (Simd.Wide)
                Loop<V512>(from, to);
            else if (Simd.Middle)
                Loop<V256>(from, to);
            else
                Loop<V128>(from, to);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Loop<V>(long from, long to) where V : unmanaged, ISimd<V>
        {
            long i = from;
            for (; i <= to - V.Count; i += V.Count)
                Step<V>(_p + i, _g + i, _m + i, _v + i, _vMax == null ? null : _vMax + i);
            if (i == to)
                return;
            float* rest = stackalloc float[80];
            for (long j = i; j < to; j++)
            {
                float* at = rest + (j - i);
                (at[0], at[16], at[32], at[48], at[64]) = (_p[j], _g[j], _m[j], _v[j], _vMax == null ? 0f : _vMax[j]);
            }
            Step<V>(rest, rest + 16, rest + 32, rest + 48, _vMax == null ? null : rest + 64);
            for (long j = i; j < to; j++)
            {
                float* at = rest + (j - i);
                (_p[j], _m[j], _v[j]) = (at[0], at[32], at[48]);
                if (_vMax != null)
                    _vMax[j] = at[64];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Step<V>(float* p, float* grad, float* m, float* v, float* vMax) where V : unmanaged, ISimd<V>
        {
            V x = V.Load(p), g = V.Load(grad), decay = V.Set(s.WeightDecay);
            if (s.Decoupled)
                x = x - (x * V.Set(s.LearningRate * s.WeightDecay));
            else
                g = V.Fma(decay, x, g);
            V first = V.Fma(V.Load(m), V.Set(s.Beta1), g * V.Set(1f - s.Beta1));
            V second = V.Fma(V.Load(v), V.Set(s.Beta2), g * g * V.Set(1f - s.Beta2));
            V.Store(first, m);
            V.Store(second, v);
            if (vMax != null)
            {
                second = V.Max(second, V.Load(vMax));
                V.Store(second, vMax);
            }
            V denominator = V.Fma(V.Sqrt(second), V.Set(root), V.Set(s.Eps));
            V.Store(x - (V.Set(rate) * first / denominator), p);
        }
    }

    private readonly struct SgdWork(float rate, float momentum, float keep, float decay, bool nesterov, bool first, float* p, float* grad, float* b) : IWork
    {
        private readonly float* _p = p, _g = grad, _b = b;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float g = _g[i] + (decay * _p[i]);
                if (_b != null)
                {
                    _b[i] = first ? g : (momentum * _b[i]) + (keep * g);
                    g = nesterov ? g + (momentum * _b[i]) : _b[i];
                }
                _p[i] -= rate * g;
            }
        }
    }
}
