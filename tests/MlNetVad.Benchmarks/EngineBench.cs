namespace MlNetVad.Benchmarks;

/// <summary>
/// <c>engine [--json | --markdown] [--filter TEXT] [--rounds N]</c>: our tensor engine, in alternation with OpenBLAS and PyTorch
/// in one run. Ratios are the peer's time, at the better of one and two threads and of its variants, by ours.
/// </summary>
internal static class EngineBench
{
    public static int Run(string[] args)
    {
        string filter = Value(args, "--filter") ?? string.Empty;
        int rounds = int.Parse(Value(args, "--rounds") ?? "6");
        TorchSharp.torch.manual_seed(1);
        EnginePeer[] peers = [new(1), new(2)];
        var results = new List<EngineResult>();
        try
        {
            foreach (EngineCase item in EngineCases.All.Where(c => c.Name.Contains(filter, StringComparison.Ordinal)))
            {
                results.Add(Measure(item, peers, rounds));
                Console.Error.WriteLine(EngineTable.Line(results[^1]));
            }
        }
        finally
        {
            Array.ForEach(peers, p => p.Dispose());
        }

        Console.WriteLine(args.Contains("--json") ? EngineTable.Json(results) : args.Contains("--markdown") ? EngineTable.Markdown(results) : EngineTable.Text(results));
        return 0;
    }

    private static EngineResult Measure(EngineCase item, EnginePeer[] peers, int rounds)
    {
        var ours = EngineContender.InProcess("ours", item.Ours());
        ours.WarmUp();
        var best = new List<EngineContender>();
        if (item.PeerSetups is null)
        {
            EngineContender[] blas = [.. new[] { 1, 2 }.Select(threads => EngineContender.InProcess($"{threads} thr", EngineOpenBlas.Product(item.Size, threads)))];
            Alternate(ours, blas, rounds);
            best.AddRange(blas);
        }
        else
        {
            for (int variant = 0; variant < item.PeerSetups.Length; variant++)
            {
                string form = item.PeerSetups.Length > 1 ? $", variant {variant}" : string.Empty;
                Array.ForEach(peers, p => p.Setup(item.PeerSetups[variant]));
                EngineContender[] torch = [.. peers.Select(p => new EngineContender($"{p.Threads} thr{form}", p.Time))];
                Alternate(ours, torch, rounds);
                best.AddRange(torch);
            }
        }

        EngineContender fastest = best.MinBy(c => c.Median)!;
        GC.Collect();
        return new EngineResult(item, ours.Median, fastest.Median, fastest.Name);
    }

    private static void Alternate(EngineContender ours, EngineContender[] others, int rounds)
    {
        Array.ForEach(others, o => o.WarmUp());
        for (int i = 0; i < rounds; i++)
        {
            ours.Round();
            Array.ForEach(others, o => o.Round());
        }
    }

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
