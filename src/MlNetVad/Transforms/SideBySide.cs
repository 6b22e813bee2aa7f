using System.Runtime.ExceptionServices;

namespace MlNetVad.Transforms;

/// <summary>Does pieces of work that do not depend on each other at the same time, at most one a core.</summary>
internal static class SideBySide
{
    private static readonly ParallelOptions OneACore = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    /// <summary>Does all of them and waits; the first that fails gives its own exception.</summary>
    public static void For(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, OneACore, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
