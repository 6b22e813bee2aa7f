using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

    public static long initial_seed() => Generator.Default.initial_seed();

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long initial_seed() => torch.initial_seed();
    }

    /// <summary>A seeded stream of random numbers (xoshiro256**).</summary>
    public class Generator : IDisposable
    {
        private readonly Lock _gate = new();
        private ulong _a, _b, _c, _d;
        private long _seed;

        public Generator(ulong seed = 0, Device device = null)
        {
            Device.Check(device);
            Seed((long)seed);
        }

        /// <summary>Used where no generator is given; its seed is fixed until <see cref="torch.manual_seed"/>.</summary>
        public static Generator Default { get; } = new(67280421310721);

        public Device device => CPU;

        public Generator manual_seed(long seed)
        {
            lock (_gate) Seed(seed);
            return this;
        }

        public long initial_seed() => _seed;

        public Tensor get_state()
        {
            lock (_gate) return tensor([(long)_a, (long)_b, (long)_c, (long)_d, _seed]);
        }

        public void set_state(Tensor value)
        {
            using Utils.TensorAccessor<long> state = value.data<long>();
            lock (_gate)
            {
                _a = (ulong)state[0];
                _b = (ulong)state[1];
                _c = (ulong)state[2];
                _d = (ulong)state[3];
                _seed = state[4];
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
        }

        internal ulong Next()
        {
            using Lock.Scope own = _gate.EnterScope();
            ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }

        /// <summary>Uniform in [0, bound), without bias.</summary>
        internal long NextBelow(long bound)
        {
            ulong limit = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
            ulong draw = Next();
            while (draw >= limit) draw = Next();
            return (long)(draw % (ulong)bound);
        }

        // SplitMix64 spreads nearby seeds over the whole state.
        private void Seed(long seed)
        {
            _seed = seed;
            ulong x = (ulong)seed;
            _a = Spread(ref x);
            _b = Spread(ref x);
            _c = Spread(ref x);
            _d = Spread(ref x);
        }

        private static ulong Spread(ref ulong x) => RandomStream.Mix(x += 0x9E3779B97F4A7C15);
    }
}
