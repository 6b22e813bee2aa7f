using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

namespace MlNetVad.Benchmarks;

/// <summary>
/// An archive of short clips, scored by one <c>mlnetvad score</c> and then by one, two and three worker processes, each with one worker and on one processor, at
/// last with one of three killed in the middle: how long each takes, and whether the bytes are the same. The command must have been built.
/// </summary>
internal static class ArchiveBench
{
    private const string Size = "width=120&height=90&fps=10";
    private static readonly string Command = Path.Combine(Repository.Folder, "src", "MlNetVad.Cli", "bin", "Release", "net10.0", "MlNetVad.Cli.dll");

    public static void Run(string store, int clips, int frames)
    {
        string folder = Directory.CreateTempSubdirectory("vad-archive").FullName;
        try
        {
            string model = Path.Combine(folder, "bench.zip"), videos = Path.Combine(folder, "videos"), one = Path.Combine(folder, "one.csv");
            Train(model);
            Directory.CreateDirectory(videos);
            Parallel.For(0, clips, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => Write(Path.Combine(videos, $"clip{i:0000}.mp4"), i, frames));
            Console.WriteLine($"{clips} clips of {frames} frames, 120×90, the default pipeline, {Environment.ProcessorCount} processors");
            Console.WriteLine("scored by | seconds | to one worker | same bytes | parts written again");
            double single = Timed(() => Wait(Start("score", "-m", model, "-i", videos, "-o", one, "-q", "--json")));
            Console.WriteLine($"mlnetvad score | {single:0.0} | | |");
            double? first = null;
            foreach ((int workers, bool kills) in new[] { (1, false), (2, false), (3, false), (3, true) })
            {
                string results = Path.Combine(folder, $"results-{workers}{kills}");
                var processes = Enumerable.Range(0, workers).Select(i => OnOneProcessor(i, Start("archive-worker", "--store", store, "--workers", "1", "-q"))).ToList();
                int again = 0;
                Thread.Sleep(TimeSpan.FromSeconds(5));   // they are up
                double seconds = Timed(() =>
                {
                    using Process run = Start("archive", videos, "-m", model, "-o", results, "--store", store, "-q", "--json");
                    again = kills ? KillInTheMiddle(processes[0], Path.Combine(results, "parts"), clips, run) : 0;
                    Wait(run);
                });
                processes.ForEach(End);
                first ??= seconds;
                bool same = File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(results, "scores.csv")));
                Console.WriteLine($"{workers} {(workers == 1 ? "worker" : "workers")}{(kills ? ", one killed" : "")} | {seconds:0.0} | {first / seconds:0.00} | {(same ? "yes" : "NO")} | {(kills ? again : "")}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // how many of the parts that were there at the kill are written again until the end
    private static int KillInTheMiddle(Process worker, string parts, int clips, Process run)
    {
        while (!run.HasExited && (!Directory.Exists(parts) || Directory.GetFiles(parts, "*.csv").Length < clips / 2))
        {
            Thread.Sleep(20);
        }

        worker.Kill();
        var before = Directory.GetFiles(parts, "*.csv").ToDictionary(part => part, File.GetLastWriteTimeUtc);
        run.WaitForExit();
        return before.Count(part => File.GetLastWriteTimeUtc(part.Key) != part.Value);
    }

    private static Process Start(params string[] words) =>
        Process.Start(new ProcessStartInfo("dotnet", [Command, .. words]) { UseShellExecute = false, RedirectStandardOutput = true })!;

    // a machine of one processor a worker, while there are processors: a process that has all of them leaves none for the next
    private static Process OnOneProcessor(int worker, Process process)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            process.ProcessorAffinity = 1 << (worker % Environment.ProcessorCount);
        }

        return process;
    }

    private static void Wait(Process process)
    {
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the command ended with {process.ExitCode}");
        }
    }

    private static void End(Process worker)
    {
        worker.Kill();
        worker.WaitForExit();
        worker.Dispose();
    }

    private static double Timed(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Write(string path, int seed, int frames)
    {
        VadVideo scene = VideoSource.FromPath($"synthetic:scene?split=test&videos=1&seed={seed}&frames={frames}&{Size}").Videos[0];
        using FrameReader reader = scene.OpenFrames(new FrameFormat(90, 120, 1));
        using Process ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "120x90", "-r", "10", "-i", "pipe:0", "-c:v", "mpeg4", "-q:v", "2", path]) { RedirectStandardInput = true, UseShellExecute = false })!;
        byte[] frame = new byte[reader.Format.FrameBytes];
        while (reader.Read(frame))
        {
            ffmpeg.StandardInput.BaseStream.Write(frame);
        }

        ffmpeg.StandardInput.Close();
        ffmpeg.WaitForExit();
    }

    private static void Train(string path)
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource normal = VideoSource.FromPath($"synthetic:scene?{Size}&split=train&videos=4&frames=60");
        VideoDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, path);
    }
}
