using System.Net;
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;
using MlNetVad.Video;

namespace MlNetVad.Service.Tests;

/// <summary>Models that would never say anything of a camera.</summary>
public sealed class LiveModelTests : IDisposable
{
    private const string Scene = "synthetic:scene?width=120&height=90&fps=10&split=train&videos=1&frames=";

    private readonly string _zip = Path.Combine(Directory.CreateTempSubdirectory("vad-stock").FullName, "stock.zip");
    private readonly MLContext _ml = new(seed: 1);

    public LiveModelTests()
    {
        var clips = new VideoOptions { ClipLength = 2, Height = 12, Width = 16 };
        IDataView normal = VideoData.Load(_ml, VideoSource.FromPath(Scene + 40), clips);
        VadModel.Save(
            _ml,
            _ml.Transforms.FrameDifference("Motion", "Clip").Append(_ml.Transforms.NormalizeMeanVariance("Features", "Motion")).Append(_ml.AnomalyDetection.Trainers.RandomizedPca("Features", rank: 4)).Fit(normal),
            normal.Schema,
            _zip);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_zip)!, recursive: true);

    [Fact]
    public void StockScorer_OfFramesThatComeOneByOne_GivesTheFirstScoreLongAfter()
    {
        int came = 0;
        var model = VadModel.Load(_ml, _zip);
        var scorer = new VideoScorer(_ml, model) { Live = true };

        _ = scorer.Score(VideoSource.FromFrames("camera", Frames(), new FrameFormat(12, 16, model.ClipOptions().Channels), 10)).First();

        Assert.InRange(came, 60, 1000);   // six seconds of a camera and more
        IEnumerable<byte[]> Frames()
        {
            for (; came < 1000; came++)
            {
                yield return new byte[12 * 16 * model.ClipOptions().Channels];
            }
        }
    }

    [Fact]
    public async Task StockScorer_UploadedOrGivenToACamera_IsRefusedWithTheRemedy()
    {
        await using TestHost host = await TestHost.Start();
        using HttpClient client = await host.Client(Roles.Administrator);

        using HttpResponseMessage uploaded = await client.PostAsync("api/models/stock", new ByteArrayContent(await File.ReadAllBytesAsync(_zip)));
        Assert.Equal(HttpStatusCode.BadRequest, uploaded.StatusCode);
        Assert.Contains("stock scorer", await uploaded.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        File.Copy(_zip, host.Get<ModelShelf>().PathOf("stock"));   // laid into the folder
        using HttpResponseMessage given = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, "api/cameras", new { Name = "gate", Source = "push", Model = "stock" });
        Assert.Equal(HttpStatusCode.BadRequest, given.StatusCode);
        Assert.Contains("NearestNeighbors", await given.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
