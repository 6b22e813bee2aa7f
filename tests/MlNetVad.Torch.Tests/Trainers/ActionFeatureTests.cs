using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>The action features: their equation, their gradient, and that they learn what frames alone do not tell.</summary>
public sealed class ActionFeatureTests
{
    private const int Frames = 5, Width = 8;
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void ActionFeatures_SmallClips_KeepsTheEstimatorContract()
    {
        IDataView clips = Clips(40, seed: 1);
        EstimatorContract.Check(_ml, _ml.AnomalyDetection.Trainers.ActionFeatures(_ml, Options()), clips, _ml.Transforms.DropColumns("ObjectFrames").Fit(clips).Transform(clips));
    }

    [Fact]
    public void Features_BeforeTraining_AreTheMeanOfTheFramesBesideTheMiddleOne()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using var network = new ActionNetwork(new ActionNetworkOptions(Frames, Width, 6, 2, 1, 2, 0.7));
        network.get_parameter("positions")!.detach().zero_();
        Tensor frames = randn(3, Frames, Width), units = frames / frames.norm(-1, keepdim: true);
        Tensor mean = units.mean([1]), fused = mean / mean.norm(-1, keepdim: true);
        Tensor expected = (0.7 * fused) + (0.3 * units.select(1, 2));
        Assert.True(network.Features(frames).allclose(expected / expected.norm(-1, keepdim: true), 1e-5, 1e-6));
    }

    [Fact]
    public void Features_GradientByWeights_IsThatOfFiniteDifferences()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        using var network = new ActionNetwork(new ActionNetworkOptions(Frames, Width, 6, 1, 2, 2, 0.7));
        Tensor frames = randn(4, Frames, Width), texts = randn(3, 6), labels = tensor(new long[] { 0, 2, 1, 1 });
        Loss().backward();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            double analytic = parameter.grad!.norm().item<float>();
            if (analytic < 1e-4)
            {
                continue;   // behind a layer that begins at zero
            }

            Tensor direction = parameter.grad / (float)analytic;
            using (no_grad())
            {
                const float step = 4e-3f;
                double up = At(step), down = At(-step);
                Assert.True(Math.Abs(((up - down) / (2 * step) / analytic) - 1) < 0.03, $"{name}: {(up - down) / (2 * step)} beside {analytic}");

                double At(float distance)
                {
                    parameter.add_(direction, distance);
                    double value = Loss().item<float>();
                    parameter.add_(direction, -distance);
                    return value;
                }
            }
        }

        Tensor Loss() => nn.functional.cross_entropy(network.Features(frames).mm(network.Texts(texts).t()) / 0.1f, labels);
    }

    [Fact]
    public void ActionFeatures_OrderOfTheFrames_IsLearned()
    {
        // 'up' and 'down' have the same frames in opposite order, and the same middle one
        ActionFeatureTransformer model = _ml.AnomalyDetection.Trainers.ActionFeatures(_ml, Options()).Fit(Clips(240, seed: 2));
        IDataView unknown = Clips(80, seed: 3);
        string[] truth = [.. unknown.GetColumn<string>("Action")];
        float[][] responses = [.. model.Transform(unknown).GetColumn<float[]>("ActionFeaturesResponses")];
        double right = responses.Select((r, i) => model.Actions[r[0] > r[1] ? 0 : 1] == truth[i] ? 1 : 0).Average();
        Assert.True(right >= 0.95, $"{right:P0} right");
    }

    [Fact]
    public void ActionFeatures_RowWithoutItsTurn_KeepsThoseOfTheLast()
    {
        ActionFeatureTransformer model = _ml.AnomalyDetection.Trainers.ActionFeatures(_ml, Options()).Fit(Clips(40, seed: 1));
        Row[] rows = [Make("up", "v/1", 0, seed: 9), Make("up", "v/1", 1, seed: 9), Make("up", "v/1", 2, seed: 9), Make("up", "v/2", 3, seed: 9)];
        rows[1].ObjectFrames = rows[2].ObjectFrames = rows[3].ObjectFrames = default;
        rows[2].ObjectClipsBoxes = default;
        float[][] features = [.. model.Transform(View(rows)).GetColumn<float[]>("ActionFeatures")];
        Assert.Equal(features[0], features[1]);
        Assert.Empty(features[2]);      // its turn, and nobody was there
        Assert.Empty(features[3]);      // another video
    }

    [Fact]
    public void ActionFeatures_OneAction_IsRefused()
    {
        IDataView one = View([Make("up", "v/1", 0, 1), Make("up", "v/2", 0, 2)]);
        Assert.Contains("needs two", Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.ActionFeatures(_ml).Fit(one)).Message, StringComparison.Ordinal);
    }

    private static ActionFeatureTrainer.Options Options() => new() { BatchSize = 64, Epochs = 60, LearningRate = 3e-3, Seed = 1 };

    private IDataView Clips(int count, int seed) => View([.. Enumerable.Range(0, count).Select(i => Make(i % 2 == 0 ? "up" : "down", $"v/{seed}-{i / 2}", i, (seed * 1000) + (i / 2)))]);

    private IDataView View(Row[] rows)
    {
        var shape = SchemaDefinition.Create(typeof(Row));
        shape[nameof(Row.ObjectFrames)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, Frames, Width);
        shape[nameof(Row.ObjectClipsBoxes)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        shape[nameof(Row.ActionText)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        return _ml.Data.LoadFromEnumerable(rows, shape);
    }

    private static Row Make(string action, string video, long frame, int seed)
    {
        var random = new Random(seed);
        float[] start = [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)];
        var frames = new float[Frames * Width];
        for (int f = 0; f < Frames; f++)
        {
            start.CopyTo(frames, f * Width);
            frames[f * Width] += (action == "up" ? f - 2 : 2 - f) * 0.6f;
        }

        return new Row
        {
            ObjectFrames = new VBuffer<float>(frames.Length, frames),
            ObjectClipsBoxes = new VBuffer<float>(6, [0, 0, 4, 4, 1, 0]),
            Video = video,
            Frame = frame,
            Action = action,
            ActionText = new VBuffer<float>(3, action == "up" ? [1, 0, 0] : [0, 1, 0]),
        };
    }

    private sealed class Row
    {
        public VBuffer<float> ObjectFrames { get; set; }

        public VBuffer<float> ObjectClipsBoxes { get; set; }

        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public string Action { get; set; } = "";

        public VBuffer<float> ActionText { get; set; }
    }
}
