using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Service;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Events;
using MlNetVad.Video;

namespace MlNetVad.Benchmarks;

/// <summary>
/// The whole service with generated cameras of ten frames a second at 360×240, as it would run on a box: how many frames are scored, how many
/// fall out because the machine is too slow, how old a scored frame is, and what memory and disk do.
/// </summary>
internal static class ServiceBench
{
    private const string Scene = "synthetic:scene?width=360&height=240&fps=10";
    private const int Rate = 10;
    private const long MostEventBytes = 20 << 20;   // little, as are the minutes, so that retention has something to do within the run
    private const double RecentMinutes = 10;

    public static async Task Run(int cameras, int seconds)
    {
        string data = Directory.CreateTempSubdirectory("vad-bench").FullName;
        Directory.CreateDirectory(Path.Combine(data, "models"));
        Train(Path.Combine(data, "models", "bench.zip"));
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = data });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMlNetVad(options =>
            (options.DataFolder, options.AdministratorPassword, options.MaximumEventBytes, options.RecentMinutes) = (data, Guid.NewGuid().ToString(), MostEventBytes, RecentMinutes));
        await using (WebApplication app = builder.Build())
        {
            app.MapMlNetVad();
            await app.StartAsync();
            await app.Services.GetRequiredService<ServiceRun>().Ready;
            CameraEditing editing = app.Services.GetRequiredService<CameraEditing>();
            for (int i = 0; i < cameras; i++)
            {
                await editing.Create(new CameraEdit { Name = $"camera {i + 1}", Source = $"{Scene}&split=test&seed={i + 1}&videos=2&frames=3000", Model = "bench", FramesPerSecond = Rate });
            }

            await Watch(app.Services.GetRequiredService<CameraHub>(), app.Services.GetRequiredService<ClipEncoder>(), cameras, seconds, data);
            await app.StopAsync();
        }

        Directory.Delete(data, recursive: true);
    }

    private static async Task Watch(CameraHub hub, ClipEncoder clips, int cameras, int seconds, string data)
    {
        await Task.Delay(TimeSpan.FromSeconds(10));   // the model is loaded and compiled
        Console.WriteLine($"{cameras} cameras, {Rate} frames/s each, 360×240, {Environment.ProcessorCount} processors");
        Console.WriteLine("seconds | scored/s | of wanted | fell out/s | mean age s | worst age s | resident MB | threads | handles | events | clips that wait | disk MB | CPU");
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        int rows = Math.Max(1, Math.Min(12, seconds / 10));
        (long scored, long dropped, TimeSpan cpu, double at) = (Sum(hub, s => s.Scored), Sum(hub, s => s.Dropped), process.TotalProcessorTime, 0.0);
        for (int row = 1; row <= rows; row++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, (seconds * (double)row / rows) - clock.Elapsed.TotalSeconds)));
            process.Refresh();
            double now = clock.Elapsed.TotalSeconds, passed = now - at;
            (long s, long d, TimeSpan c) = (Sum(hub, status => status.Scored), Sum(hub, status => status.Dropped), process.TotalProcessorTime);
            long disk = new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            int events = Directory.GetDirectories(Path.Combine(data, "events")).Length;
            Console.WriteLine(
                $"{now,7:0} | {(s - scored) / passed,8:0.0} | {(s - scored) / passed / (cameras * Rate),9:0.0 %} | {(d - dropped) / passed,10:0.0} | " +
                $"{hub.Workers.Values.Average(worker => worker.Status.Latency),10:0.00} | {hub.Workers.Values.Max(worker => worker.Status.WorstLatency),11:0.00} | " +
                $"{process.WorkingSet64 / 1e6,11:0} | {process.Threads.Count,7} | {process.HandleCount,7} | {events,6} | {clips.Waiting,15} | {disk / 1e6,7:0.0} | {(c - cpu).TotalSeconds / passed,4:0.00}");
            (scored, dropped, cpu, at) = (s, d, c, now);
        }
    }

    private static long Sum(CameraHub hub, Func<CameraStatus, long> of) => hub.Workers.Values.Sum(worker => of(worker.Status));

    private static void Train(string path)
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource normal = VideoSource.FromPath($"{Scene}&split=train&videos=4&frames=100");
        IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, path);
        VideoOptions size = VadModel.Load(ml, path).ClipOptions();
        Console.WriteLine($"The model works at {size.Width}×{size.Height}×{size.Channels}.");
    }
}
