using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Fast;

/// <summary>Turns every matrix of a batch.</summary>
internal static unsafe class Matrices
{
    /// <summary>[E, r, c] to [E, c, r]; the source is contiguous.</summary>
    public static Tensor Turn(Tensor source)
    {
        (long count, long rows, long columns) = (source.Sizes[0], source.Sizes[1], source.Sizes[2]);
        Tensor result = Tensor.Create([count, columns, rows], ScalarType.Float32);
        Workers.For(count, Math.Max(1, 16384 / Math.Max(1, rows * columns)), new TurnWork(source.Data<float>(), result.Data<float>(), rows, columns));
        return result;
    }

    private readonly struct TurnWork(float* source, float* target, long rows, long columns) : IWork
    {
        private readonly float* _source = source;
        private readonly float* _target = target;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                Transpose.Copy(_source + (i * rows * columns), columns, _target + (i * rows * columns), rows, rows, columns);
            }
        }
    }
}
