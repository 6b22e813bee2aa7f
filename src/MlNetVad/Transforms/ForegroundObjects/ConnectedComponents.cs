using System.Runtime.InteropServices;

namespace MlNetVad.Transforms;

/// <summary>
/// 8-connected components of a mask by runs: each row's runs are joined to those of the row above that touch them.
/// Components come in the order of their first pixel, row by row. Holds its buffers: one instance a thread.
/// </summary>
internal sealed class ConnectedComponents
{
    private readonly List<Run> _runs = [];
    private readonly List<Component> _components = [];

    /// <summary>Finds the components; the list is reused by the next call.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    /// <param name="width">W.</param>
    public List<Component> Find(ReadOnlySpan<byte> mask, int width)
    {
        _runs.Clear();
        int above = 0;
        for (int y = 0, start = 0; start < mask.Length; y++, start += width)
        {
            int first = _runs.Count;
            CollectRuns(mask.Slice(start, width), y);
            if (first > 0)
            {
                Join(above, first);
            }

            above = first;
        }

        Gather();
        return _components;
    }

    private void CollectRuns(ReadOnlySpan<byte> row, int y)
    {
        int x = 0;
        while (x < row.Length)
        {
            int gap = row[x..].IndexOf((byte)1);
            if (gap < 0)
            {
                return;
            }

            int start = x + gap;
            int length = row[start..].IndexOf((byte)0);
            x = length < 0 ? row.Length : start + length;
            _runs.Add(new Run { Y = y, Start = start, End = x, Parent = _runs.Count });
        }
    }

    private void Join(int above, int first)
    {
        Span<Run> runs = CollectionsMarshal.AsSpan(_runs);
        int upper = above;
        for (int lower = first; lower < runs.Length; lower++)
        {
            while (upper < first && runs[upper].End < runs[lower].Start)
            {
                upper++;
            }

            for (int touching = upper; touching < first && runs[touching].Start <= runs[lower].End; touching++)
            {
                Union(runs, touching, lower);
            }
        }
    }

    private static void Union(Span<Run> runs, int a, int b)
    {
        int rootA = Root(runs, a);
        int rootB = Root(runs, b);
        if (rootA < rootB)
        {
            runs[rootB].Parent = rootA;
        }
        else
        {
            runs[rootA].Parent = rootB;
        }
    }

    private static int Root(Span<Run> runs, int i)
    {
        while (runs[i].Parent != i)
        {
            runs[i].Parent = runs[runs[i].Parent].Parent;
            i = runs[i].Parent;
        }

        return i;
    }

    private void Gather()
    {
        _components.Clear();
        Span<Run> runs = CollectionsMarshal.AsSpan(_runs);
        for (int i = 0; i < runs.Length; i++)
        {
            ref Run run = ref runs[i];
            int root = Root(runs, i);
            if (root == i)
            {
                run.Component = _components.Count;
                _components.Add(new Component(run.Start, run.Y, run.End - run.Start, 1, run.End - run.Start));
                continue;
            }

            run.Component = runs[root].Component;
            Component known = _components[run.Component];
            int left = Math.Min(known.X, run.Start);
            int right = Math.Max(known.X + known.Width, run.End);
            _components[run.Component] = new Component(left, known.Y, right - left, run.Y - known.Y + 1, known.Area + run.End - run.Start);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Run
    {
        public int Y;
        public int Start;
        public int End;
        public int Parent;
        public int Component;
    }
}
