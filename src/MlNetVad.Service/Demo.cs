using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;
using MlNetVad.Video;

namespace MlNetVad.Service;

/// <summary>Two generated cameras and a small model of what is normal before them.</summary>
internal sealed class Demo(DbAccess database, ModelShelf shelf, Credentials credentials, IOptions<VadServiceOptions> options, ILogger<Demo> log)
{
    /// <summary>The model's name.</summary>
    public const string ModelName = "demo";

    /// <summary>The video that the model is trained on.</summary>
    internal const string Normal = $"{Scene}&split=train&videos=4&frames=60";

    private const string Scene = "synthetic:scene?width=120&height=90&fps=10";

    /// <summary>Makes what is missing, where a demo is wanted.</summary>
    public async Task Make(CancellationToken stop)
    {
        if (!options.Value.Demo)
        {
            return;
        }

        string path = shelf.PathOf(ModelName);
        if (!File.Exists(path))
        {
            log.LogInformation("The demo's model is trained; that takes seconds.");
            await Task.Run(() => Train(path, stop), stop);
        }

        await database.Alone(() => database.Run(MakeCameras), stop);
    }

    private async Task MakeCameras(VadDb db)
    {
        if (!await db.Cameras.AnyAsync())
        {
            db.Cameras.Add(Camera("Promenade", "split=test&videos=4&frames=300&anomalies=1"));
            db.Cameras.Add(Camera("Yard", "split=test&videos=2&frames=600&anomaly=speed,direction"));
            await db.SaveChangesAsync();
        }
    }

    private Camera Camera(string name, string what)
    {
        string source = $"{Scene}&{what}";
        return new Camera { Name = name, Source = source, SourceProtected = credentials.Hide(source), Model = ModelName };
    }

    /// <summary>Trains the demo's model: seconds on two processors.</summary>
    internal static void Train(string path, CancellationToken stop)
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions { NumberOfModes = 4, CancellationToken = stop };
        VideoSource normal = VideoSource.FromPath(Normal);
        IDataView training = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        ITransformer model = NormalModes.Create(ml, options).Fit(training);
        VadModel.Save(ml, model, training.Schema, path, TrainingRecord.Of(normal, seed: 1, stop).WithPictures(ml, model, training, stop));
    }
}
