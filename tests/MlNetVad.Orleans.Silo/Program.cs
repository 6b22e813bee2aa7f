using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Service;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Video;
using Orleans.Configuration;

// One node: Silo DATA ADDRESS POSTGRESQL PROBE-SECONDS CAMERAS RATE THRESHOLD; with the address "alone", a service of its own
// or: Silo train FILE, the cameras' model; says a threshold that is crossed again and again, so that events come and go.
// Makes the cameras where it is told a number, and says twice a second what it has scored: "scored CAMERA FRAMES", one line a camera; "open EVENT CAMERA" for each
// event that goes on, whether the database has it or not; and "sent BYTES" to other nodes.
const string Scene = "synthetic:scene?width=64&height=64&fps=5";
const string Cameras = $"{Scene}&split=test&videos=4&frames=60&anomalies=1";
const double Under = 0.95;

if (args[0] == "train")
{
    // what changed between two frames, and how like it was before: cheap, so that tests see the cluster and not the model
    var ml = new MLContext(seed: 1);
    IDataView training = VideoData.Load(ml, VideoSource.FromPath($"{Scene}&split=train&videos=4&frames=100"), new VideoOptions { ClipLength = 2, Height = 32, Width = 32, Channels = 1 });
    IEstimator<ITransformer> pipeline = ml.Transforms.FrameDifference("Change", "Clip").Append(ml.AnomalyDetection.Trainers.CosineKMeans(ml, "Change", numberOfModes: 8));
    ITransformer model = pipeline.Fit(training);
    VadModel.Save(ml, model, training.Schema, args[1]);
    float[] scores = [.. new VideoScorer(ml, VadModel.Load(ml, args[1])).Score(VideoSource.FromPath(Cameras)).Select(frame => frame.Score).Order()];
    Console.WriteLine(scores[(int)(Under * scores.Length)]);
    return;
}

(string data, string address, string database, double probe) = (args[0], args[1], args[2], double.Parse(args[3]));
(int cameras, double rate, float threshold) = (int.Parse(args[4]), double.Parse(args[5]), float.Parse(args[6]));

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = data, EnvironmentName = "Production" });
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.f "))
    .AddFilter("Microsoft", LogLevel.Error).AddFilter("Orleans", LogLevel.Error).AddFilter("Polly", LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
builder.Services.AddMlNetVad(options => (options.DataFolder, options.PostgreSql, options.AdministratorPassword) = (data, database, "correct horse battery"));
if (address != "alone")
{
    builder.Services.AddMlNetVadCluster(address);
    builder.Services.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = TimeSpan.FromSeconds(probe));
}

long sent = 0;
using var sizes = new MeterListener
{
    InstrumentPublished = (instrument, listener) =>
    {
        if (instrument.Name == "orleans-messaging-sent-messages-size")
        {
            listener.EnableMeasurementEvents(instrument);
        }
    },
};
sizes.SetMeasurementEventCallback<int>((_, bytes, _, _) => Interlocked.Add(ref sent, bytes));
sizes.Start();
WebApplication app = builder.Build();
app.MapMlNetVad();
await app.StartAsync();
await app.Services.GetRequiredService<ServiceRun>().Ready;
_ = Task.Run(async () =>
{
    CameraHub hub = app.Services.GetRequiredService<CameraHub>();
    while (true)
    {
        Console.Write(string.Concat(hub.Workers.Select(pair => $"scored {pair.Key} {pair.Value.Status.Scored}\n{(pair.Value.Status.Event is { } item ? $"open {item} {pair.Key}\n" : "")}").Append($"sent {Interlocked.Read(ref sent)}\n")));
        await Task.Delay(500);
    }
});
CameraEditing editing = app.Services.GetRequiredService<CameraEditing>();
for (int i = 0; i < cameras; i++)
{
    await editing.Create(new CameraEdit { Name = $"camera {i + 1}", Source = Cameras, Model = "demo", FramesPerSecond = rate, Threshold = threshold, MinimumSeconds = 0, CoolDownSeconds = 2, SilentSeconds = 60 });
}

await app.WaitForShutdownAsync();
