namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>Sparse flow from one frame to the next: one vector for each cell of 3 × 3 pixels, measured at the cell's centre.</summary>
internal sealed class FlowField
{
    /// <summary>Side of a cell, pixels.</summary>
    public const int Cell = 3;

    private readonly float[] _u;
    private readonly float[] _v;

    /// <summary>A field of zeros.</summary>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    public FlowField(int height, int width)
    {
        Rows = (height + Cell - 1) / Cell;
        Columns = (width + Cell - 1) / Cell;
        _u = new float[Rows * Columns];
        _v = new float[Rows * Columns];
    }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Columns of cells.</summary>
    public int Columns { get; }

    /// <summary>Rightward flow of each cell, pixels a frame, row by row.</summary>
    public Span<float> U => _u;

    /// <summary>Downward flow of each cell, pixels a frame, row by row.</summary>
    public Span<float> V => _v;

    /// <summary>The row or column of pixels at which a row or column of cells is measured; the last, cut cell at its last pixel.</summary>
    public static int Centre(int cell, int length) => Math.Min((cell * Cell) + 1, length - 1);
}
