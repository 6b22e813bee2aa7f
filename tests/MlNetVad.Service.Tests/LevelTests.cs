using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>Light that has sunk is still known after the camera, or the service, was away.</summary>
public sealed class LevelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-levels").FullName;
    private readonly VadModel _model = VadModel.Load(new MLContext(seed: 1), SmallModel.Path);

    private string File => Path.Combine(_folder, "levels", "camera.json");

    [Fact]
    public void Continue_AfterABreakAndAfterARestart_GoesOnWhereItWas()
    {
        CameraLevels levels = Levels();
        Assert.Same(_model, levels.Continue(_model));
        levels.Note([0.01f, 0.02f]);
        Assert.Contains("risen by 0.01;", Follows(levels.Continue(_model)), StringComparison.Ordinal);
        levels.Write();
        string goesOn = Follows(Levels().Continue(_model));
        Assert.Contains("risen by 0.01;", goesOn, StringComparison.Ordinal);
        Assert.Contains("risen by 0.02;", goesOn, StringComparison.Ordinal);
    }

    [Fact]
    public void Continue_AModelThatWasTrainedAnew_BeginsAnew()
    {
        CameraLevels levels = Levels();
        levels.Continue(_model);
        levels.Note([0.01f, 0.02f]);
        VadModel other = _model.Continuing([0.005f, 0]);   // in its words another one
        Assert.Same(other, levels.Continue(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"Followed\":null,\"Risen\":[1]}")]
    [InlineData("SAME")]
    public void Continue_AFileThatSomebodyWroteInto_BeginsAnew(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        CameraLevels levels = Levels();
        levels.Continue(_model);
        levels.Note([0.01f, 0.02f]);
        levels.Write();
        System.IO.File.WriteAllText(File, content == "SAME" ? System.IO.File.ReadAllText(File).Replace("[0.01,", "[0.01,3,", StringComparison.Ordinal) : content);
        Assert.Same(_model, Levels().Continue(_model));
    }

    [Fact]
    public void Write_NothingNew_WritesNothing()
    {
        CameraLevels levels = Levels();
        levels.Continue(_model);
        levels.Write();
        levels.Note(null);
        levels.Write();
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Camera_WatchedAndDeleted_LeavesItsLevelsAndTakesThemAlong()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = WatchTests.Scene, Model = "demo" });
        string file = host.Get<VadFolders>().Levels(camera);
        using HttpClient client = await host.Client(Roles.Administrator);
        await TestHost.Until(() => Task.FromResult(host.Get<CameraHub>().Find(camera)!.Status.Scored > 0), "a score");
        await host.Get<CameraHub>().Leave(camera);
        Assert.True(System.IO.File.Exists(file));
        using HttpResponseMessage gone = await client.DeleteAsync($"api/cameras/{camera}");
        Assert.True(gone.IsSuccessStatusCode);
        Assert.False(System.IO.File.Exists(file));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CameraLevels Levels() => new(File, new MonotonicClock(TimeProvider.System), NullLogger.Instance);

    private static string Follows(VadModel model) => string.Join(' ', model.Parts.OfType<SlowChangeTransformer>().Single().Settings.Select(setting => setting.Value));
}
