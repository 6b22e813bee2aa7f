using System.Collections.Concurrent;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// Sparse pyramidal Lucas-Kanade flow at the centres of the cells asked for (object-features recipe, step 4), after
/// Bouguet's iterative scheme: each level starts from twice the flow of the coarser one. Points that fail are given 0.
/// </summary>
internal sealed class LucasKanade
{
    // gradient products are scaled as in OpenCV, where 32 times the gradient is shifted by 20 bits
    private const float EigenvalueScale = 1f / 1024f;
    private const float LeastDeterminant = 1.1920929e-7f / (EigenvalueScale * EigenvalueScale);
    private const float Oscillation = 0.01f;
    private const int ChunkRows = 4;

    private readonly MotionOptions _options;
    private readonly ConcurrentBag<GradientPatch> _patches = [];

    /// <summary>A tracker.</summary>
    /// <param name="options">Window, iterations, limits and threads.</param>
    public LucasKanade(MotionOptions options)
    {
        _options = options;
    }

    /// <summary>Tracks the cells that are set from one frame to the next.</summary>
    /// <param name="previous">The first frame.</param>
    /// <param name="next">The second frame.</param>
    /// <param name="cells">One byte a cell, not 0 where flow is wanted; elsewhere the flow is 0.</param>
    /// <param name="flow">Written.</param>
    public void Track(ImagePyramid previous, ImagePyramid next, byte[] cells, FlowField flow)
    {
        int chunks = (flow.Rows + ChunkRows - 1) / ChunkRows;
        if (_options.Threads == 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                TrackChunk(chunk, previous, next, cells, flow);
            }

            return;
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads };
        Parallel.For(0, chunks, parallel, chunk => TrackChunk(chunk, previous, next, cells, flow));
    }

    private void TrackChunk(int chunk, ImagePyramid previous, ImagePyramid next, byte[] cells, FlowField flow)
    {
        if (!_patches.TryTake(out GradientPatch? patch))
        {
            patch = new GradientPatch(_options.Window);
        }

        PyramidLevel finest = previous.Levels[0];
        int lastRow = Math.Min((chunk + 1) * ChunkRows, flow.Rows);
        for (int row = chunk * ChunkRows; row < lastRow; row++)
        {
            int y = FlowField.Centre(row, finest.Height);
            for (int column = 0; column < flow.Columns; column++)
            {
                int cell = (row * flow.Columns) + column;
                (flow.U[cell], flow.V[cell]) = cells[cell] != 0
                    ? TrackPoint(previous, next, FlowField.Centre(column, finest.Width), y, patch)
                    : (0f, 0f);
            }
        }

        _patches.Add(patch);
    }

    private (float U, float V) TrackPoint(ImagePyramid previous, ImagePyramid next, int x, int y, GradientPatch patch)
    {
        float half = (_options.Window - 1) * 0.5f;
        (float u, float v) = (0f, 0f);
        bool found = false;
        for (int level = previous.Levels.Length - 1; level >= 0; level--)
        {
            float scale = 1f / (1 << level);
            (u, v) = (2 * u, 2 * v);
            found = Refine(previous.Levels[level], next.Levels[level], (x * scale) - half, (y * scale) - half, ref u, ref v, patch);
        }

        bool plausible = found && (u * u) + (v * v) <= _options.MaximumFlow * _options.MaximumFlow;
        return plausible ? (u, v) : (0f, 0f);
    }

    /// <summary>Improves the flow of the window at (x, y); false where it has too little texture or leaves the picture.</summary>
    private bool Refine(PyramidLevel previous, PyramidLevel next, float x, float y, ref float u, ref float v, GradientPatch patch)
    {
        patch.Load(previous, x, y);
        (float xx, float xy, float yy) = (patch.XX, patch.XY, patch.YY);
        float determinant = (xx * yy) - (xy * xy);
        float eigenvalue = (xx + yy - MathF.Sqrt(((xx - yy) * (xx - yy)) + (4 * xy * xy)))
            * EigenvalueScale / (2 * _options.Window * _options.Window);
        if (eigenvalue < _options.MinimumEigenvalue || determinant < LeastDeterminant)
        {
            return false;
        }

        float inverse = 1f / determinant;
        (float lastX, float lastY) = (0f, 0f);
        for (int i = 0; i < _options.Iterations; i++)
        {
            (float nextX, float nextY) = (x + u, y + v);
            if (!(nextX >= -_options.Window && nextX < next.Width && nextY >= -_options.Window && nextY < next.Height))
            {
                return false;
            }

            (float bx, float by) = patch.Mismatch(next, nextX, nextY);
            float stepX = ((xy * by) - (yy * bx)) * inverse;
            float stepY = ((xy * bx) - (xx * by)) * inverse;
            u += stepX;
            v += stepY;
            if ((stepX * stepX) + (stepY * stepY) <= _options.Epsilon * _options.Epsilon)
            {
                break;
            }

            if (i > 0 && Math.Abs(stepX + lastX) < Oscillation && Math.Abs(stepY + lastY) < Oscillation)
            {
                u -= 0.5f * stepX;
                v -= 0.5f * stepY;
                break;
            }

            (lastX, lastY) = (stepX, stepY);
        }

        return true;
    }
}
