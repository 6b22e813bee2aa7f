using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Tests.Video;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Persistence;

/// <summary>What a model was trained on travels with it, and changes nothing else.</summary>
public sealed class TrainingRecordTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TempFolder _folder = new();
    private readonly VideoSource _videos = VadDataset.Open("synthetic:scene?videos=2&frames=30&width=64&height=48", VadSplit.Train);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_WithRecord_LoadGivesItBack()
    {
        TrainingRecord record = TrainingRecord.Of(_videos, seed: 7, TestContext.Current.CancellationToken);
        Assert.Equal((2, 60, 2.4, 7), (record.Videos, record.Frames, record.Seconds, record.Seed));
        Assert.Equal(["64×48"], record.Sizes);
        Assert.Equal([25], record.FrameRates);
        Assert.InRange(record.LeastLight!.Value, 1, record.MostLight!.Value);

        record = record with
        {
            WouldNotice = new MadeAnomalyTrial
            {
                Kinds = [new TriedKind { Name = "faster", Text = "a thing is faster", Part = "motion", Rows = 60, Auc = 0.75, Noticed = 0.5 }, new TriedKind { Name = "more", Text = "more is there", Part = "amount" }],
                LeftOut = ["looks"],
            },
        };
        Save("m.zip", record);
        VadModel model = VadModel.Load(_ml, _folder.At("m.zip"));

        Assert.Equivalent(record, model.Training, strict: true);
        Assert.Equal(0.12, model.ClipOptions().FrameInterval);   // the other annotations stay
    }

    [Fact]
    public void Save_WithRecord_ScoresAreThoseWithout()
    {
        Save("with.zip", TrainingRecord.Of(_videos, cancellationToken: TestContext.Current.CancellationToken));
        Save("without.zip", null);

        Assert.Null(VadModel.Load(_ml, _folder.At("without.zip")).Training);
        float[] expected = Motion(VadModel.Load(_ml, _folder.At("without.zip")).Transformer);
        Assert.Contains(expected, value => value > 0);
        Assert.Equal(expected, Motion(VadModel.Load(_ml, _folder.At("with.zip")).Transformer));
        Assert.Equal(expected, Motion(_ml.Model.Load(_folder.At("with.zip"), out DataViewSchema schema)));
        Assert.Equal(Clips().Schema.Select(c => (c.Name, c.Type.ToString())), schema.Select(c => (c.Name, c.Type.ToString())));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{\"source\":\"x\"}")]
    [InlineData("{\"source\":\"x\",\"wouldNotice\":{},\"libraryVersion\":\"\"}")]
    [InlineData("{\"source\":\"x\",\"sizes\":null,\"libraryVersion\":\"\"}")]
    public void Read_RecordThatIsNone_IsNone(string text)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("TrainedOn", TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Clip", NumberDataViewType.Single, annotations.ToAnnotations());

        Assert.Null(TrainingRecord.Read(schema.ToSchema(), "Clip"));
    }

    private VideoDataView Clips() => VideoData.Load(_ml, _videos, new VideoOptions { ClipLength = 2, FrameInterval = 0.12 });

    private void Save(string name, TrainingRecord? record)
    {
        VideoDataView clips = Clips();
        VadModel.Save(_ml, _ml.Transforms.FrameDifference("Motion", "Clip").Fit(clips), clips.Schema, _folder.At(name), record);
    }

    private float[] Motion(ITransformer model) => [.. model.Transform(Clips()).GetColumn<float[]>("Motion").SelectMany(map => map)];
}
