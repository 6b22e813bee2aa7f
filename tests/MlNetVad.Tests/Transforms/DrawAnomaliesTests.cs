using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Tests.Video;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Tests.Transforms;

public sealed class DrawAnomaliesTests
{
    private const int Side = 40;
    private static readonly FrameFormat Grey = new(Side, Side);
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void DrawAnomalies_Objects_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.DrawAnomalies("Overlay"), Scored(0.9f), _ml.Transforms.DropColumns("Clip").Fit(Scored(0.9f)).Transform(Scored(0.9f)));

    [Fact]
    public void DrawAnomalies_HeatMap_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.DrawAnomalies("Overlay", heatMapColumnName: "Map"), Scored(0.9f));

    [Fact]
    public void DrawAnomalies_ScoreAboveThreshold_BoxAndNumberAreRedAndTheMiddleIsWarm()
    {
        using MLImage picture = Draw(_ml.Transforms.DrawAnomalies("Overlay"), 1f);

        Assert.Equal((235, 40, 40), Pixel(picture, 20, 20));       // the upper left corner of the larger score's box
        Assert.Equal((60, 200, 90), Pixel(picture, 2, 30));        // the other box, a tenth of the score
        (int r, int g, int b) = Pixel(picture, 27, 27);            // its middle
        Assert.InRange(r - g, 100, 255);
        Assert.InRange(r - b, 100, 255);
        Assert.Equal((100, 100, 100), Pixel(picture, 38, 12));     // nothing there
        Assert.Equal((0, 0, 0), Pixel(picture, 0, 0));             // the number's ground
        Assert.Contains((235, 40, 40), Enumerable.Range(0, 30).Select(x => Pixel(picture, x, 3)));
    }

    [Fact]
    public void DrawAnomalies_ScoreOfNormalLife_PaintsAlmostNothing()
    {
        using MLImage picture = Draw(_ml.Transforms.DrawAnomalies("Overlay"), 0f);

        Assert.Equal((100, 100, 100), Pixel(picture, 27, 27));
        Assert.Equal((60, 200, 90), Pixel(picture, 20, 20));
    }

    [Fact]
    public void DrawAnomalies_HeatMap_PaintsCellByCell()
    {
        using MLImage picture = Draw(_ml.Transforms.DrawAnomalies("Overlay", heatMapColumnName: "Map"), 1f);

        Assert.Equal((100, 100, 100), Pixel(picture, 5, 35));      // 0, below the usual 1
        (int r, int g, int _) = Pixel(picture, 35, 35);            // 4
        Assert.InRange(r - g, 100, 255);
        Assert.Equal(Pixel(picture, 35, 35), Pixel(picture, 21, 21));
    }

    [Fact]
    public void DrawAnomalies_PlaceScoresOfNearlyOneHeight_PaintsOnlyWhatStandsOut()
    {
        using MLImage picture = Draw(_ml.Transforms.DrawAnomalies("Overlay", heatMapColumnName: "Places"), 1f);

        Assert.Equal((100, 100, 100), Pixel(picture, 5, 35));      // the usual 0.5
        (int r, int g, int _) = Pixel(picture, 35, 20);            // the middle row's last of three: 0.8
        Assert.InRange(r - g, 100, 255);
    }

    [Fact]
    public void DrawAnomalies_PlaceScores_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.DrawAnomalies("Overlay", heatMapColumnName: "Places"), Scored(0.9f));

    [Fact]
    public void DrawAnomalies_HeatMapAndObjects_OutlinesRedWhatAWarmPlaceReachesInto()
    {
        DrawAnomaliesEstimator drawing = _ml.Transforms.DrawAnomalies(new DrawAnomaliesEstimator.Options { HeatMapColumnName = "Places" });
        using MLImage picture = Draw(drawing, 1f);

        Assert.Equal((235, 40, 40), Pixel(picture, 20, 20));       // its box reaches into the place of 0.8
        Assert.Equal((60, 200, 90), Pixel(picture, 2, 30));        // the other one lies in usual places
        EstimatorContract.Check(_ml, drawing, Scored(0.9f));
    }

    [Fact]
    public void DrawAnomalies_NeitherObjectsNorHeatMap_SaysWhatToDo()
    {
        VadException error = Assert.Throws<VadException>(() => _ml.Transforms.DrawAnomalies(new DrawAnomaliesEstimator.Options { ObjectsColumnName = null }));
        Assert.Contains("name at least one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawAnomalies_PlaceScoresThatAreNoSquare_SaysSo()
    {
        IDataView rows = Scored(1f);
        VadException error = Assert.ThrowsAny<VadException>(() => _ml.Transforms.DrawAnomalies("Overlay", heatMapColumnName: "ObjectScores").Fit(rows).Transform(rows).GetColumn<MLImage>("Overlay").First());
        Assert.Contains("2 numbers is no square grid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawAnomalies_OneOfTwoReceiversDisposes_TheOtherKeepsItsPicture()
    {
        IDataView rows = Scored(1f);
        IDataView drawn = _ml.Transforms.DrawAnomalies("Overlay").Fit(rows).Transform(rows);
        using DataViewRowCursor cursor = drawn.GetRowCursor(drawn.Schema);
        Assert.True(cursor.MoveNext());
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(drawn.Schema["Overlay"]);
        MLImage first = null!, second = null!;
        getter(ref first);
        getter(ref second);
        first.Dispose();
        Assert.False(cursor.MoveNext());
        cursor.Dispose();

        Assert.Equal((100, 100, 100), Pixel(second, 38, 12));
        second.Dispose();
    }

    [Fact]
    public void DrawAnomalies_SavedAsPng_ReadsBackPixelByPixel()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "overlay.png");
        using MLImage picture = Draw(_ml.Transforms.DrawAnomalies("Overlay"), 1f);
        picture.Save(path);
        using MLImage read = MLImage.CreateFromFile(path);

        Assert.Equal(Colours(picture), Colours(read));
    }

    [Fact]
    public void DrawAnomalies_PredictionEngineOfALoadedModel_FillsAnImageProperty()
    {
        using var folder = new TempFolder();
        string zip = Path.Combine(folder.Path, "draw.zip");
        IDataView rows = Scored(1f);
        ITransformer drawing = _ml.Transforms.DrawAnomalies("Overlay").Fit(rows);
        _ml.Model.Save(drawing, rows.Schema, zip);

        ITransformer loaded = new MLContext(seed: 1).Model.Load(zip, out DataViewSchema schema);
        using PredictionEngine<Row, Picture> engine = _ml.Model.CreatePredictionEngine<Row, Picture>(loaded, schema);
        using MLImage live = engine.Predict(Row.Of(1f)).Overlay;
        using MLImage expected = Draw(_ml.Transforms.DrawAnomalies("Overlay"), 1f);

        Assert.Equal(Colours(expected), Colours(live));
        Assert.IsType<DrawAnomaliesTransformer>(Rehydration.Rehydrate(loaded));
    }

    [Fact]
    public void DrawAnomalies_MiddleTarget_DrawsThatFrame()
    {
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Repeat((byte)(50 * i), Side * Side).ToArray())];
        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("v", frames, Grey), new VideoOptions { ClipLength = 3, Target = ClipTarget.Middle });
        IDataView rows = _ml.Transforms.CustomMapping<Nothing, Scores>((_, s) => s.Fill(0), contractName: null, outputSchemaDefinition: Definition<Scores>()).Fit(clips).Transform(clips);
        using MLImage picture = _ml.Transforms.DrawAnomalies("Overlay", target: ClipTarget.Middle).Fit(rows).Transform(rows).GetColumn<MLImage>("Overlay").Single();

        Assert.Equal((50, 50, 50), Pixel(picture, 38, 12));
    }

    [Theory]
    [InlineData(float.NaN, 2, "NaN")]
    [InlineData(1f, 1, "belong together")]
    public void DrawAnomalies_NumbersThatCannotBeDrawn_SaysWhy(float score, int scores, string word)
    {
        IDataView rows = Scored(score, scores);
        VadException error = Assert.ThrowsAny<VadException>(() => _ml.Transforms.DrawAnomalies("Overlay").Fit(rows).Transform(rows).GetColumn<MLImage>("Overlay").First());
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawAnomalies_ThresholdZero_SaysWhatToDo()
    {
        VadException error = Assert.Throws<VadException>(() => _ml.Transforms.DrawAnomalies(new DrawAnomaliesEstimator.Options { Threshold = 0 }));
        Assert.Contains("CalibrateScore", error.Message, StringComparison.Ordinal);
    }

    private static SchemaDefinition Definition<T>()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(T));
        definition["Objects"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        definition["Map"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 2);
        return definition;
    }

    private static (int R, int G, int B) Pixel(MLImage picture, int x, int y) => Colours(picture)[(y * picture.Width) + x];

    private static (int R, int G, int B)[] Colours(MLImage picture)
    {
        bool isBgra = picture.PixelFormat == MLPixelFormat.Bgra32;
        return [.. picture.Pixels.ToArray().Chunk(4).Select(p => ((int)p[isBgra ? 2 : 0], (int)p[1], (int)p[isBgra ? 0 : 2]))];
    }

    private MLImage Draw(IEstimator<ITransformer> drawing, float score) =>
        drawing.Fit(Scored(score)).Transform(Scored(score)).GetColumn<MLImage>("Overlay").Single();

    private IDataView Scored(float score, int scores = 2)
    {
        SchemaDefinition definition = Definition<Row>();
        definition["Clip"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, Side, Side, 1);
        Row row = Row.Of(score);
        row.ObjectScores = row.ObjectScores[..scores];
        return _ml.Data.LoadFromEnumerable([row], definition);
    }

    private sealed class Nothing;

    private class Scores
    {
        public float Score { get; set; }

        public float[] Objects { get; set; } = [];

        public float[] ObjectScores { get; set; } = [];

        public float[] Map { get; set; } = [];

        public float[] Places { get; set; } = [];

        public void Fill(float score)
        {
            Score = score;
            Objects = [20, 20, 15, 15, 1, 0, 2, 25, 10, 10, 1, 0];
            ObjectScores = [10, 1];
            Map = [0, 1, 0, 4];
            Places = [0.5f, 0.5f, 0.49f, 0.5f, 0.5f, 0.8f, 0.5f, 0.5f, 0.5f];
        }
    }

    private sealed class Row : Scores
    {
        public byte[] Clip { get; set; } = Enumerable.Repeat((byte)100, Side * Side).ToArray();

        public static Row Of(float score)
        {
            var row = new Row();
            row.Fill(score);
            return row;
        }
    }

    private sealed class Picture
    {
        public MLImage Overlay { get; set; } = null!;
    }
}
