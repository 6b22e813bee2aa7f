using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>A piece of parallel work: indices [from, to). The struct may hold pointers; it lives on the caller's stack.</summary>
internal interface IWork
{
    void Run(long from, long to);
}

/// <summary>
/// Parallel-for over a persistent pool. The caller works too; pieces are claimed from a counter, so a result may depend
/// on the piece but never on who runs it: callers write independent outputs only, which makes results equal for every
/// thread count. Nested calls, and calls from a second thread while the pool is busy, run inline.
/// </summary>
internal static unsafe class Workers
{
    private const int PiecesPerThread = 4;
    private static readonly Lock Gate = new();
    private static readonly List<WorkerThread> Pool = [];
    private static int _threads = Environment.ProcessorCount;

    // the job: generation in the upper 32 bits, piece count in the next 16, next unclaimed piece in the lowest 16.
    // A claim succeeds only on the current generation, and a job ends only after every claimed piece has: so whoever
    // has claimed a piece may read the fields below.
    private static long _ticket;
    private static int _unfinished;
    private static void* _context;
    private static delegate*<void*, long, long, void> _entry;
    private static long _count;
    private static int _pieces;
    private static Exception _failure;

    [ThreadStatic]
    private static bool _inside;

    /// <summary>Threads that work, the caller included; at least 1.</summary>
    internal static int Threads
    {
        get => _threads;
        set => _threads = Math.Max(1, value);
    }

    /// <summary>True inside a piece of work, where a further parallel-for would run inline.</summary>
    internal static bool Inside => _inside;

    /// <summary>Runs <paramref name="work"/> over [0, count) in pieces of at least <paramref name="grain"/> indices.</summary>
    internal static void For<TWork>(long count, long grain, TWork work) where TWork : struct, IWork
    {
        long most = Math.Min((long)_threads * PiecesPerThread, count / Math.Max(1, grain));
        if (most <= 1 || _threads == 1 || _inside || !Gate.TryEnter())
        {
            if (count > 0)
                work.Run(0, count);
            return;
        }
        try
        {
            Start(Unsafe.AsPointer(ref work), &Enter<TWork>, count, (int)most);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>As the other form, for code where an allocation does not matter.</summary>
    internal static void For(long count, long grain, Action<long, long> body) => For(count, grain, new DelegateWork(body));

    /// <summary>One index a piece: for few, large, unequal pieces.</summary>
    internal static void Each<TWork>(long count, TWork work) where TWork : struct, IWork
    {
        if (count <= 1 || _threads == 1 || _inside || count > 32_000 || !Gate.TryEnter())
        {
            if (count > 32_000)
                For(count, 1, work);
            else if (count > 0)
                work.Run(0, count);
            return;
        }
        try
        {
            Start(Unsafe.AsPointer(ref work), &Enter<TWork>, count, (int)count);
        }
        finally
        {
            Gate.Exit();
        }
    }

    private static void Start(void* context, delegate*<void*, long, long, void> entry, long count, int pieces)
    {
        _context = context;
        _entry = entry;
        _count = count;
        _pieces = pieces;
        _failure = null;
        Volatile.Write(ref _unfinished, pieces);
        long generation = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (generation << 32) | ((long)pieces << 16));
        int helpers = Math.Min(_threads, pieces) - 1;
        while (Pool.Count < helpers)
            Pool.Add(new WorkerThread());
        for (int i = 0; i < helpers; i++)
            Pool[i].Wake();
        while (TryPiece())
        {
        }
        var wait = default(SpinWait);
        while (Volatile.Read(ref _unfinished) != 0)
            wait.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure)
            throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>The current generation and claims, to see whether anything changed.</summary>
    internal static long Ticket => Volatile.Read(ref _ticket);

    /// <summary>Claims and runs one piece; false when none is left.</summary>
    internal static bool TryPiece()
    {
        long ticket = Volatile.Read(ref _ticket);
        while (true)
        {
            int next = (int)(ticket & 0xffff);
            if (next >= (int)((ticket >> 16) & 0xffff))
                return false;
            long seen = Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket);
            if (seen == ticket)
            {
                RunPiece(next);
                return true;
            }
            ticket = seen;
        }
    }

    private static void RunPiece(int piece)
    {
        _inside = true;
        try
        {
            _entry(_context, _count * piece / _pieces, _count * (piece + 1) / _pieces);
        }
        catch (Exception e)
        {
            _failure = e;
        }
        finally
        {
            _inside = false;
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private static void Enter<TWork>(void* context, long from, long to) where TWork : struct, IWork =>
        Unsafe.AsRef<TWork>(context).Run(from, to);

    private readonly struct DelegateWork(Action<long, long> body) : IWork
    {
        public void Run(long from, long to) => body(from, to);
    }
}
