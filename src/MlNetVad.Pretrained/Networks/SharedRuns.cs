using System.Runtime.ExceptionServices;

namespace MlNetVad.Pretrained.Networks;

/// <summary>
/// Runs of a network that threads share: no more at once than there are processors for, and pictures that wait meanwhile, of whatever camera, go
/// together into the next run. Nobody waits for a run to become full.
/// </summary>
/// <param name="run">Runs pictures together and writes what each wants.</param>
/// <param name="atOnce">Runs at the same time, at least 1.</param>
internal sealed class SharedRuns(Action<SharedRuns.Picture[]> run, int atOnce)
{
    /// <summary>Most pictures of a run: more gain no time, and each costs memory.</summary>
    public const int Most = 4;

    private readonly object _gate = new();
    private readonly Queue<Picture> _waiting = [];
    private int _running;

    /// <summary>Pictures that no run has taken yet; for tests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Runs a picture, alone or with others, and waits until it is read.</summary>
    /// <exception cref="VadException">The network refuses the pictures.</exception>
    public void Run(Picture picture)
    {
        lock (_gate)
        {
            _waiting.Enqueue(picture);
        }

        while (Next(picture) is { } together)
        {
            Exception? fault = null;
            try
            {
                run(together);
            }
            catch (Exception e)
            {
                fault = e;
            }

            End(together, fault);
        }

        if (picture.Fault is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    // what this thread is to run, until its own picture is done
    private Picture[]? Next(Picture own)
    {
        lock (_gate)
        {
            while (!own.IsDone && (_running == atOnce || _waiting.Count == 0))
            {
                Monitor.Wait(_gate);
            }

            if (own.IsDone)
            {
                return null;
            }

            int free = atOnce - _running++;
            var together = new Picture[Math.Min((_waiting.Count + free - 1) / free, Most)];   // free processors share what waits
            for (int i = 0; i < together.Length; i++)
            {
                together[i] = _waiting.Dequeue();
            }

            return together;
        }
    }

    private void End(Picture[] together, Exception? fault)
    {
        lock (_gate)
        {
            _running--;
            foreach (Picture picture in together)
            {
                (picture.IsDone, picture.Fault) = (true, fault);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A picture and what is wanted of it.</summary>
    /// <param name="values">[3, h, w].</param>
    /// <param name="cells">For each tensor, into how many parts its rows and columns are cut.</param>
    /// <param name="vectors">For each tensor [cells, cells, c], written.</param>
    internal sealed class Picture(Memory<float> values, int[] cells, float[][] vectors)
    {
        public Memory<float> Values => values;

        public int[] Cells => cells;

        public float[][] Vectors => vectors;

        public bool IsDone { get; set; }

        public Exception? Fault { get; set; }
    }
}
