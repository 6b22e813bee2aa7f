namespace TorchSharp.Kernels;

/// <summary>One pass of a product: all rows of C, a block of columns, a block of the sum; its parts run in parallel.</summary>
internal unsafe struct GemmStep
{
    internal GemmPlan Plan;
    internal bool TransA, TransB, Add, Last, Direct;
    internal long Rows, Columns, FirstColumn, Depth, Lda, Ldb, Ldc;
    internal float Alpha;
    internal float* A, B, C, Packed;
    internal GemmEpilogue Epilogue;

    /// <summary>Packs panels [from, to) of B; full panels of a product read in place stay where they are.</summary>
    internal readonly void PackPanels(long from, long to)
    {
        int tile = GemmPlan.TileColumns;
        for (long p = from; p < to; p++)
        {
            long columns = Math.Min(tile, Columns - (p * tile));
            if (Direct && columns == tile)
                continue;
            float* source = TransB ? B + (p * tile * Ldb) : B + (p * tile);
            GemmPack.Panel(TransB, source, Ldb, columns, Depth, Packed + (p * Depth * tile));
        }
    }

    /// <summary>Computes one task of the plan's grid: a block of rows times a group of panels.</summary>
    internal readonly void RunTask(long task)
    {
        int tile = GemmPlan.TileColumns;
        long rowTasks = (Rows + Plan.TaskRows - 1) / Plan.TaskRows;
        long row = task % rowTasks * Plan.TaskRows;
        long rows = Math.Min(Plan.TaskRows, Rows - row);
        long first = task / rowTasks * Plan.TaskPanels;
        long end = Math.Min(first + Plan.TaskPanels, GemmPlan.Panels(Columns));
        float* a = Scratch.Get(ScratchSlot.GemmA, Plan.TaskRows * GemmPlan.RowStride);
        GemmPack.Rows(TransA, TransA ? A + row : A + (row * Lda), Lda, rows, Depth, Alpha, a);
        for (long p = first; p < end; p++)
        {
            long columns = Math.Min(tile, Columns - (p * tile));
            bool inPlace = Direct && columns == tile;
            float* b = inPlace ? B + (p * tile) : Packed + (p * Depth * tile);
            float* c = C + (row * Ldc) + (p * tile);
            GemmTiles.Run(rows, columns, Depth, a, b, inPlace ? Ldb : tile, c, Ldc, Add);
            if (Last)
                Epilogue.Apply(c, Ldc, row, FirstColumn + (p * tile), rows, columns);
        }
    }
}
