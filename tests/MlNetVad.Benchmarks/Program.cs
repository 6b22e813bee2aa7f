using BenchmarkDotNet.Running;

namespace MlNetVad.Benchmarks;

/// <summary>
/// <c>soak [frames]</c> watches the memory of a long scoring run, <c>steps [count]</c> that of a long training; <c>throughput [Ped2 folder]</c> times scoring from file
/// to score by stage; <c>kmeans [rows]</c> fits modes to more rows than anyone holds;
/// <c>predictor [--json] [--rounds N]</c> compares the whole predictor with the same network in PyTorch;
/// <c>detector [model [picture]]</c> times an object detector and what comes before and after the network;
/// <c>encoders [sentences|frames|crops]</c> times the networks whose weights come with packages, all or one, and prints the memory;
/// <c>actions TRAIN TEST SIZE [ACTION …]</c> learns actions from one folder of clips and is right or wrong on another, <c>masked-actions</c> does so
/// with what stands still made grey;
/// <c>clip [tiny]</c> encodes object clips by a CLIP of random weights, ViT-B/16 or a ViT-tiny;
/// <c>service [cameras [seconds]]</c> runs the service with generated cameras and prints what it keeps up with;
/// <c>archive STORE [clips [frames]]</c> scores generated clips by 1, 2 and 3 worker processes, and by 3 of which one is killed;
/// <c>cluster STORE [cameras [seconds]]</c> watches generated cameras with three nodes and with three services, and prints what being a cluster costs;
/// <c>model-file</c> times the zip of a large network; anything else goes to BenchmarkDotNet.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["soak", .. var rest]:
                Soak.Run(rest.Length > 0 ? int.Parse(rest[0]) : 90_000);
                return 0;
            case ["steps", .. var rest]:
                TrainingSoak.Run(rest.Length > 0 ? int.Parse(rest[0]) : 20_000);
                return 0;
            case ["throughput", .. var rest]:
                Throughput.Run(rest.Length > 0 ? rest[0] : null);
                return 0;
            case ["predictor", .. var rest]:
                return PredictorBench.Run(rest);
            case ["detector", .. var rest]:
                DetectorBench.Run(rest);
                return 0;
            case ["encoders", .. var rest]:
                EncoderBench.Run(rest.Length > 0 ? rest[0] : null);
                return 0;
            case ["actions" or "masked-actions", var train, var test, var size, .. var classes]:
                ActionBench.Run(train, test, int.Parse(size), masked: args[0] == "masked-actions", classes);
                return 0;
            case ["clip", .. var rest]:
                ClipBench.Run(tiny: rest is ["tiny"]);
                return 0;
            case ["service", .. var rest]:
                ServiceBench.Run(rest.Length > 0 ? int.Parse(rest[0]) : 16, rest.Length > 1 ? int.Parse(rest[1]) : 120).GetAwaiter().GetResult();
                return 0;
            case ["archive", var store, .. var rest]:
                ArchiveBench.Run(store, rest.Length > 0 ? int.Parse(rest[0]) : 200, rest.Length > 1 ? int.Parse(rest[1]) : 60);
                return 0;
            case ["cluster", var store, .. var rest]:
                ClusterBench.Run(store, rest.Length > 0 ? int.Parse(rest[0]) : 200, rest.Length > 1 ? int.Parse(rest[1]) : 60);
                return 0;
            case ["model-file"]:
                ModelFile.Run();
                return 0;
            case ["kmeans", .. var rest]:
                KMeansAtScale.Run(rest.Length > 0 ? int.Parse(rest[0]) : 1_000_000);
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                return 0;
        }
    }
}
