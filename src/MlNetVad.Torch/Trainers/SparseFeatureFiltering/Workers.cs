using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers;

/// <summary>
/// Runs pieces of work that do not depend on each other on all processors. An operation of a network is too small to be worth more
/// than one thread; several networks' operations at once are not, and leave each result as it is alone.
/// </summary>
internal static class Workers
{
    /// <summary>How many run at once.</summary>
    public static int Count => Environment.ProcessorCount;

    /// <summary>Does all of them, without recording for gradients, and waits.</summary>
    public static void For(int count, Action<int> work) => Run(count, i =>
    {
        using IDisposable untracked = no_grad();   // of the thread
        work(i);
    });

    /// <summary>Does all of them and waits.</summary>
    public static void Run(int count, Action<int> work)
    {
        if (count == 1 || Count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                Settle(work, i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Count }, i => Settle(work, i));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    // a thread learns how many threads an operation has when it is first asked; its very first product would take another number
    private static void Settle(Action<int> work, int index)
    {
        _ = get_num_threads();
        work(index);
    }
}
