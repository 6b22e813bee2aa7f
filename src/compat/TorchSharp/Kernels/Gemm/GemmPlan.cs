namespace TorchSharp.Kernels;

/// <summary>Block sizes of the matrix product and the grid of tasks of one call.</summary>
internal readonly struct GemmPlan
{
    /// <summary>Sum length of one pass: long, so C is rarely read back; a panel of B and a task's rows of A stay in the L2 cache.</summary>
    internal const int Depth = 512;

    /// <summary>Floats between packed rows of A: off a power of two, so rows do not fall into one cache set.</summary>
    internal const int RowStride = Depth + 16;

    /// <summary>Columns of B packed at once: the packed block stays in the shared cache.</summary>
    internal const int Columns = 2048;

    private const int LargestTaskTiles = 12;
    private const int SmallTaskTiles = 6;
    private const long InlineProducts = 1 << 20;

    /// <summary>Rows of a full register tile.</summary>
    internal static int TileRows => Simd.Wide ? 14 : 6;

    /// <summary>Columns of a full register tile: two vectors.</summary>
    internal static int TileColumns => Simd.Wide ? 32 : Simd.Middle ? 16 : 8;

    internal readonly long TaskRows;
    internal readonly long TaskPanels;
    internal readonly long RowTasks;
    internal readonly long ColumnTasks;

    internal GemmPlan(long m, long n, long k)
    {
        int tile = TileRows;
        long panels = Panels(n);
        TaskRows = Math.Min(RoundUp(m, tile), LargestTaskTiles * tile);
        TaskPanels = panels;
        bool alone = Workers.Threads == 1 || Workers.Inside || m * n * k < InlineProducts;
        long target = alone ? 1 : Workers.Threads * 4;
        while (true)
        {
            RowTasks = (m + TaskRows - 1) / TaskRows;
            ColumnTasks = (panels + TaskPanels - 1) / TaskPanels;
            if (RowTasks * ColumnTasks >= target)
                break;
            if (TaskRows > SmallTaskTiles * tile || (TaskPanels <= 4 && TaskRows > tile))
                TaskRows = RoundUp(TaskRows / 2, tile);
            else if (TaskPanels > 1)
                TaskPanels = (TaskPanels + 1) / 2;
            else
                break;
        }
    }

    internal static long Panels(long n) => (n + TileColumns - 1) / TileColumns;

    /// <summary>Rows rounded up to whole tiles: what a packed A must have memory for.</summary>
    internal static long PaddedRows(long rows) => RoundUp(rows, TileRows);

    private static long RoundUp(long value, int unit) => (value + unit - 1) / unit * unit;
}
