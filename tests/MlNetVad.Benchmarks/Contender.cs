using System.Diagnostics;

namespace MlNetVad.Benchmarks;

/// <summary>Somebody who is timed in turns with others.</summary>
/// <param name="Name">Who, and how.</param>
/// <param name="Time">Seconds a run, mean over so many runs in a row.</param>
internal sealed record Contender(string Name, Func<int, double> Time)
{
    private const double BlockSeconds = 0.15;
    private const double WarmUpSeconds = 0.6;
    private const int PauseMilliseconds = 60;
    private readonly List<double> _times = [];
    private int _runs = 1;

    public double Median
    {
        get
        {
            double[] sorted = [.. _times.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public static Contender InProcess(string name, Action run) => new(name, runs =>
    {
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < runs; i++)
        {
            run();
        }

        return clock.Elapsed.TotalSeconds / runs;
    });

    /// <summary>Runs until code and caches are warm, and finds how many runs make a block.</summary>
    public void WarmUp()
    {
        double spent = 0;
        double last = Time(1);
        for (int runs = 1; spent < WarmUpSeconds || runs < 40; runs *= 2)
        {
            last = Time(runs);
            spent += last * runs;
            if (spent > 2 * WarmUpSeconds)
            {
                break;
            }
        }

        _runs = Math.Clamp((int)(BlockSeconds / last), 1, 20_000);
    }

    public void Round()
    {
        Thread.Sleep(PauseMilliseconds);   // lets the others' spinning threads go to sleep
        _times.Add(Time(_runs));
    }
}
