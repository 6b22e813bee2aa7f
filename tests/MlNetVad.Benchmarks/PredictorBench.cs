using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace MlNetVad.Benchmarks;

/// <summary>
/// <c>predictor [--json] [--rounds N]</c>: scoring and a training step of the whole network at one and two threads, in
/// alternation with the same network in PyTorch. The ratio is the peer's better time by our better time.
/// </summary>
internal static class PredictorBench
{
    private static readonly int[] Threads = [1, 2];

    public static int Run(string[] args)
    {
        int at = Array.IndexOf(args, "--rounds");
        int rounds = at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 9;
        PyTorchPeer[] peers = Peers();
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal);
        try
        {
            foreach (PredictorCase item in PredictorCase.All)
            {
                (double ours, double? peer) = Measure(item, peers, rounds);
                if (peer is { } time)
                {
                    ratios[item.Name] = Math.Round(time / ours, 3);
                    Say($"{item.Name,-10} ratio {time / ours:0.00}, bar {item.Bar:0.0}: {(time / ours >= item.Bar ? "reached" : "MISSED")}");
                }
            }
        }
        finally
        {
            Array.ForEach(peers, peer => peer.Dispose());
        }

        if (args.Contains("--json"))
        {
            Console.WriteLine(JsonSerializer.Serialize(new { ratios, bars = PredictorCase.All.ToDictionary(c => c.Name, c => c.Bar) }));
        }

        return 0;
    }

    private static PyTorchPeer[] Peers()
    {
        string folder = Environment.GetEnvironmentVariable("MLNETVAD_PEERS") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.GetFullPath(Path.Combine(Root(), "..", "shared", "peers"));
        if (!File.Exists(Path.Combine(folder, "sfn_torch.py")))
        {
            Say($"No peer: {folder} has no sfn_torch.py (set MLNETVAD_PEERS); only our times follow.");
            return [];
        }

        Environment.SetEnvironmentVariable("MLNETVAD_PEERS", folder);
        return [.. Threads.Select(threads => new PyTorchPeer(threads, "predictor_peer.py"))];
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetVad.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Environment.CurrentDirectory;
    }

    private static (double Ours, double? Peer) Measure(PredictorCase item, PyTorchPeer[] peers, int rounds)
    {
        Action run = item.Ours();
        Contender[] ours = [.. Threads.Select(threads => Contender.InProcess($"ours, {threads} thr", () =>
        {
            set_num_threads(threads);
            run();
        }))];
        Array.ForEach(peers, peer => peer.Setup(item.PeerSetup));
        Contender[] theirs = [.. peers.Select(peer => new Contender($"peer, {peer.Threads} thr", peer.Time))];
        Contender[] all = [.. ours, .. theirs];
        Array.ForEach(all, contender => contender.WarmUp());
        for (int i = 0; i < rounds; i++)
        {
            Array.ForEach(all, contender => contender.Round());
        }

        Array.ForEach(all, contender => Say($"{item.Name,-10} {contender.Name,-12} {1e3 * contender.Median,9:0.00} ms"));
        set_num_threads(1);
        double multiplications = item.Batch * (item.Backward ? PredictorProducts.Step(PredictorCase.Options) : PredictorProducts.Forward(PredictorCase.Options));
        double share = multiplications / PredictorProducts.Rate() / ours[0].Median;
        Say($"{item.Name,-10} matrix products: {share:P0} of one thread's time, estimated from {2e-9 * multiplications:0.00} GFLOP at the rate of a 512 x 512 product");
        return (ours.Min(c => c.Median), theirs.Length > 0 ? theirs.Min(c => c.Median) : null);
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
