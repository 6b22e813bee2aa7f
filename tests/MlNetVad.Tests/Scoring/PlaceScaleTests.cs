using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class PlaceScaleTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Holds() => EstimatorContract.Check(
        _ml, _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects"), Rows(Slope(400)), ScoringData.Scores(_ml, ("v", 0, 1)));

    [Fact]
    public void Transform_FasterTowardsTheCamera_IsJudgedAlikeNearAndFar()
    {
        PlaceScaleTransformer model = _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(Rows(Slope(4000)));
        float[] pace = model.Transform(Rows([Box(20, 1.4f), Box(100, 3), Box(180, 4.6f), Box(20, 4.6f)])).GetColumn<float[]>("Pace").SelectMany(p => p).ToArray();
        Assert.All(pace[..3], p => Assert.InRange(p, 0.5f, 1.5f));
        Assert.True(pace[3] > 1.6f, $"what is usual near the camera is {pace[3]} far from it");
    }

    [Fact]
    public void Transform_OneSpeedEverywhere_DividesByItsUpperQuartile()
    {
        (float Foot, float Speed)[] normal = [.. Enumerable.Range(0, 4000).Select(i => ((float)(i * 7 % 200), i % 4 == 3 ? 2f : 1f))];
        PlaceScaleTransformer model = _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(Rows(normal));
        float[] pace = model.Transform(Rows([Box(50, 1), Box(150, 1)])).GetColumn<float[]>("Pace").SelectMany(p => p).ToArray();
        Assert.All(pace, p => Assert.Equal(1f, p, 0.3f));
        Assert.Equal(pace[0], pace[1], 0.05f);
    }

    [Fact]
    public void Transform_FewObjectsOfAPlace_FollowTheWholePicture()
    {
        IEnumerable<(float, float)> normal = Enumerable.Repeat((150f, 1f), 500).Append((10f, 8f));
        PlaceScaleTransformer model = _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(Rows(normal));
        Assert.InRange(model.Transform(Rows([Box(10, 1)])).GetColumn<float[]>("Pace").Single()[0], 0.7f, 1.4f);
    }

    [Fact]
    public void Fit_NothingSeen_LeavesValuesAsTheyAre()
    {
        PlaceScaleTransformer model = _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(Rows([]));
        Assert.Equal([3f], model.Transform(Rows([Box(50, 3)])).GetColumn<float[]>("Pace").Single());
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Fit_NoSpeed_NamesTheColumn(float speed)
    {
        VadException error = Assert.Throws<VadException>(() => _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(Rows([Box(1, speed)])));
        Assert.Contains("'Speeds'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherObjects_NamesBothColumns()
    {
        IDataView data = Data([new Row { Speeds = [1, 2], Objects = [0, 0, 1, 1, 0, 0] }]);
        VadException error = Assert.Throws<VadException>(() => _ml.Transforms.ScaleByPlace("Pace", "Speeds", "Objects").Fit(data));
        Assert.Contains("'Speeds' has 2 objects and column 'Objects' 1", error.Message, StringComparison.Ordinal);
    }

    // speed grows with the row, from 1 at the top to 5 at row 200
    private static IEnumerable<(float Foot, float Speed)> Slope(int count) =>
        Enumerable.Range(0, count).Select(i => (Foot: i * 37 % 200f, i)).Select(p => (p.Foot, (1 + (p.Foot / 50)) * (0.8f + (p.i % 5 * 0.1f))));

    private static (float Foot, float Speed) Box(float foot, float speed) => (foot, speed);

    private IDataView Rows(IEnumerable<(float Foot, float Speed)> objects) =>
        Data(objects.Select((o, i) => new Row { Speeds = [o.Speed], Objects = [i * 13 % 300, o.Foot, 4, 0, 1, 0] }).DefaultIfEmpty(new Row()));

    private IDataView Data(IEnumerable<Row> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Speeds)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0);
        schema[nameof(Row.Objects)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        return _ml.Data.LoadFromEnumerable(rows.ToArray(), schema);
    }

    private sealed class Row
    {
        public float[] Speeds { get; set; } = [];

        public float[] Objects { get; set; } = [];
    }
}
