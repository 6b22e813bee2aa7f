using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Tests.Scoring;
using MlNetVad.TestSupport;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Trainers;

public sealed class CosineKMeansTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_BagsOfVectors_Holds() => EstimatorContract.Check(
        _ml, _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 3), PlantedBags(), ScoringData.Scores(_ml, ("v", 0, 1)));

    [Fact]
    public void Contract_SingleVectors_Holds() => EstimatorContract.Check(
        _ml,
        _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 2),
        ScoringData.Vectors(_ml, 4, ScoringData.Planted(20, 4, 2, 0.2, seed: 1)),
        ScoringData.Scores(_ml, ("v", 0, 1)));

    [Fact]
    public void Transform_BagRow_HandComputedScores()
    {
        CosineKMeansTransformer model = AxesModel();
        IDataView test = ScoringData.Bags(_ml, 2, [
            new() { Features = [5, 0, 1, 1, -2, 0, 0, 0] },
            new() { Features = [] },
        ]);
        IDataView scored = model.Transform(test);

        float[][] objects = scored.GetColumn<float[]>("ObjectScores").ToArray();
        Assert.Equal(0f, objects[0][0], 1e-6f);                                // on an axis
        Assert.Equal(1 - MathF.Sqrt(0.5f), objects[0][1], 1e-6f);              // 45 degrees from both
        Assert.Equal(1f, objects[0][2], 1e-6f);                                // opposite of one, at right angles to the other
        Assert.Equal(1f, objects[0][3], 1e-6f);                                // zero: no direction
        Assert.Empty(objects[1]);
        Assert.Equal([1f, 0f], scored.GetColumn<float>("Score").ToArray());
        int[] modes = scored.GetColumn<int[]>("NearestMode").First();
        Assert.Equal(1f, model.Model.GetCentroid(modes[0])[0], 1e-6f);
        Assert.Equal(-1, modes[3]);
    }

    [Fact]
    public void Fit_SameSeed_SameModel()
    {
        float[] Centroids(int seed) => Train(new MLContext(seed)).Model.Centroids.ToArray();
        Assert.Equal(Centroids(1), Centroids(1));
        Assert.NotEqual(Centroids(1), Centroids(2));
    }

    [Fact]
    public void Fit_SeedInOptions_OverridesTheContext()
    {
        float[] Centroids(int context) => Train(new MLContext(context), seed: 9).Model.Centroids.ToArray();
        Assert.Equal(Centroids(1), Centroids(2));
    }

    [Fact]
    public void Fit_TwiceWithOneTrainer_SameModel()
    {
        CosineKMeansTrainer trainer = _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 3);
        IDataView data = PlantedBags();
        Assert.Equal(trainer.Fit(data).Model.Centroids.ToArray(), trainer.Fit(data).Model.Centroids.ToArray());
    }

    [Fact]
    public void Fit_RowStride_ReadsOnlyThoseRows()
    {
        // every second row is NaN: reading it would be refused
        IEnumerable<ScoringData.BagRow> rows = Enumerable.Range(0, 20)
            .Select(i => new ScoringData.BagRow { Features = i % 2 == 0 ? [1, i % 4] : [float.NaN, 0] });
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers
            .CosineKMeans(_ml, new CosineKMeansTrainer.Options { NumberOfModes = 2, RowStride = 2 })
            .Fit(ScoringData.Bags(_ml, 2, rows));
        Assert.Equal(10, model.Model.Counts.Sum());
    }

    [Fact]
    public void Fit_MoreVectorsThanTheBound_TrainsOnASample()
    {
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers
            .CosineKMeans(_ml, new CosineKMeansTrainer.Options { NumberOfModes = 4, MaximumTrainingVectors = 400 })
            .Fit(ScoringData.Vectors(_ml, 8, ScoringData.Planted(5000, 8, 4, 0.3, seed: 2)));
        Assert.Equal(400, model.Model.Counts.Sum());
        AssertRecoversAxes(model.Model, 4);
    }

    [Fact]
    public void Fit_MiniBatches_SeesAllOfAGeneratedStream()
    {
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers
            .CosineKMeans(_ml, new CosineKMeansTrainer.Options { NumberOfModes = 10, MaximumTrainingVectors = 1000, MiniBatchSize = 512, MaximumPasses = 1 })
            .Fit(ScoringData.Vectors(_ml, 64, ScoringData.Planted(50_000, 64, 10, 0.4, seed: 2)));
        Assert.Equal(50_000, model.Model.Counts.Sum());
        AssertRecoversAxes(model.Model, 10);
    }

    [Fact]
    public void Fit_Cancelled_ReturnsTheBestSoFar()
    {
        using var source = new CancellationTokenSource();
        var options = new CosineKMeansTrainer.Options { NumberOfModes = 3, Restarts = 50, CancellationToken = source.Token };
        var runs = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Message.Contains(" of 50:", StringComparison.Ordinal))
            {
                runs.Add(e.Message);
                source.Cancel();
            }
        };
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, options).Fit(PlantedBags());
        Assert.Single(runs);
        Assert.Equal(3, model.Model.NumberOfModes);
        Assert.True(model.Model.Objective < 0.1);
    }

    [Fact]
    public void Fit_CancelledBeforeItBegan_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var options = new CosineKMeansTrainer.Options { NumberOfModes = 3, CancellationToken = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, options).Fit(PlantedBags()));
    }

    [Fact]
    public void Fit_NaN_NamesColumnAndRow()
    {
        IDataView data = ScoringData.Bags(_ml, 2, [new() { Features = [1, 0] }, new() { Features = [0, 1, 1, float.PositiveInfinity] }]);
        VadException error = Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 1).Fit(data));
        Assert.Contains("'Features'", error.Message, StringComparison.Ordinal);
        Assert.Contains("vector 1 of row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_NaN_IsRefused()
    {
        IDataView data = ScoringData.Bags(_ml, 2, [new() { Features = [float.NaN, 0] }]);
        IDataView scored = AxesModel().Transform(data);
        Assert.Throws<VadException>(() => scored.GetColumn<float>("Score").ToArray());
    }

    [Fact]
    public void Fit_NoVectors_PutsEverythingAtDistanceOne()
    {
        IDataView data = ScoringData.Bags(_ml, 2, [new() { Features = [] }, new() { Features = [0, 0] }]);
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 3).Fit(data);
        IDataView asked = ScoringData.Bags(_ml, 2, [new() { Features = [] }, new() { Features = [3, 0, 0, -2] }]);
        Assert.Equal([[], [1, 1]], model.Transform(asked).GetColumn<float[]>("ObjectScores"));
    }

    [Fact]
    public void Fit_FewerVectorsThanModes_MakesEachAMode()
    {
        IDataView data = ScoringData.Bags(_ml, 2, [new() { Features = [1, 0, 0, 1] }]);
        CosineKMeansTransformer model = _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 7).Fit(data);
        Assert.Equal([0f, 0f], model.Transform(data).GetColumn<float[]>("ObjectScores").Single());
        Assert.StartsWith("2 ", model.Settings.First(s => s.Name == "modes").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_FeaturesOfAnotherWidth_IsRefused()
    {
        IDataView data = ScoringData.Bags(_ml, 3, [new() { Features = [1, 0, 0] }]);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => AxesModel().Transform(data));
        Assert.Contains("'Features'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 0));

    private static void AssertRecoversAxes(CosineKMeansModelParameters model, int modes)
    {
        for (int axis = 0; axis < modes; axis++)
        {
            float[] direction = new float[model.FeatureCount];
            direction[axis] = 1;
            UnitVector.Nearest(direction, model.Centroids.Span, out float cosine);
            Assert.True(cosine > 0.99f, $"axis {axis}: {cosine}");
        }
    }

    private static CosineKMeansTransformer Train(MLContext ml, int? seed = null) => ml.AnomalyDetection.Trainers
        .CosineKMeans(ml, new CosineKMeansTrainer.Options { NumberOfModes = 5, Restarts = 1, Seed = seed })
        .Fit(ScoringData.Vectors(ml, 6, ScoringData.Planted(200, 6, 6, 2.5, seed: 1)));

    private CosineKMeansTransformer AxesModel() => _ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 2)
        .Fit(ScoringData.Bags(_ml, 2, [new() { Features = [1, 0, 0, 1] }]));

    private IDataView PlantedBags()
    {
        float[][] vectors = ScoringData.Planted(40, 6, 3, 0.3, seed: 1).ToArray();
        return ScoringData.Bags(_ml, 6, Enumerable.Range(0, 10).Select(i => new ScoringData.BagRow
        {
            Features = vectors.Skip(4 * i).Take(i % 5).SelectMany(v => v).ToArray(),
        }));
    }
}
