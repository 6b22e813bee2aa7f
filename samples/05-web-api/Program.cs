// A web API around a model: send it a video, get a score a frame.
//   dotnet run                    trains a small model first where there is none
//   dotnet run -- gate.zip
//   curl --data-binary @today.mp4 http://localhost:5000/score
using Microsoft.ML;
using MlNetVad;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

string zip = args.FirstOrDefault(word => word.EndsWith(".zip", StringComparison.Ordinal)) ?? "model.zip";

var ml = new MLContext(seed: 1);
if (!File.Exists(zip))
{
    var options = new NormalModesOptions { NumberOfModes = 4 };
    VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10");
    IDataView training = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
    VadModel.Save(ml, NormalModes.Create(ml, options).Fit(training), training.Schema, zip);
}

VadModel model = VadModel.Load(ml, zip);    // once; every request shares it

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 256 << 20);
WebApplication app = builder.Build();

app.MapGet("/model", () => new { model.Threshold, Parts = model.Describe() });

app.MapPost("/score", async (HttpRequest request, CancellationToken stop) =>
{
    string file = Path.GetTempFileName();
    try
    {
        await using (FileStream stream = File.Create(file))
        {
            await request.Body.CopyToAsync(stream, stop);
        }

        return Results.Ok(new VideoScorer(ml, model).Score(VideoSource.FromPath(file), stop)
            .Select(frame => new { frame.Frame, frame.Time, frame.Score, frame.IsAnomaly }).ToArray());
    }
    catch (VadException problem)
    {
        return Results.BadRequest(new { Error = problem.Message });    // one sentence that says what to do
    }
    finally
    {
        File.Delete(file);
    }
});

app.Run();
