using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Optimizers;

/// <summary>Three steps on gradients that are known, against the published update rules in double.</summary>
public sealed class OptimizerTests
{
    private static readonly float[] Start = [1, -2, 0.5f];
    private static readonly float[][] Slopes = [[0.3f, -0.2f, 0.1f], [-0.1f, 0.4f, 0.2f], [0.2f, 0.1f, -0.5f]];

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0.9, 0, 0, false)]
    [InlineData(0.9, 0.5, 0.1, false)]
    [InlineData(0.9, 0, 0.1, true)]
    public void Sgd_ThreeSteps_FollowTheRule(double momentum, double dampening, double decay, bool nesterov)
    {
        double[] velocity = new double[3];
        Compare(p => optim.SGD(p, 0.1, momentum, dampening, decay, nesterov), (p, g, i, step) =>
        {
            g += decay * p;
            velocity[i] = step == 1 ? g : (momentum * velocity[i]) + ((1 - dampening) * g);
            return p - (0.1 * (momentum == 0 ? g : nesterov ? g + (momentum * velocity[i]) : velocity[i]));
        });
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    public void Adam_ThreeSteps_FollowTheRule(double decay, bool amsgrad)
    {
        Moments moments = new();
        Compare(
            p => optim.Adam(p, 0.05, 0.8, 0.95, 1e-6, decay, amsgrad),
            (p, g, i, step) => p - (0.05 * moments.Next(g + (decay * p), i, step, amsgrad)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    public void AdamW_ThreeSteps_FollowTheRule(double decay, bool amsgrad)
    {
        Moments moments = new();
        Compare(
            p => optim.AdamW(p, 0.05, 0.8, 0.95, 1e-6, decay, amsgrad),
            (p, g, i, step) => (p * (1 - (0.05 * decay))) - (0.05 * moments.Next(g, i, step, amsgrad)));
    }

    [Fact]
    public void ZeroGrad_StartsTheNextGradientFromZero_AndWithoutItGradientsAdd()
    {
        using Parameter parameter = nn.Parameter(Numbers.Of([1, 1], 2));
        using var optimizer = optim.SGD([parameter], 1);
        (parameter * 2).sum().backward();
        (parameter * 3).sum().backward();
        optimizer.step();
        Numbers.Near([-4.0, -4], Numbers.Values(parameter));
        optimizer.zero_grad();
        (parameter * 2).sum().backward();
        optimizer.step();
        Numbers.Near([-6.0, -6], Numbers.Values(parameter));
    }

    [Fact]
    public void ParamGroups_HaveRatesOfTheirOwn()
    {
        using Parameter a = nn.Parameter(ones([1])), b = nn.Parameter(ones([1]));
        using Parameter c = nn.Parameter(ones([1]));
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], lr: 0.1), new SGD.ParamGroup([b], lr: 0.5)], 0.1);
        optimizer.add_param_group(new SGD.ParamGroup([c], lr: 0.25));
        (a + b + c).sum().backward();
        optimizer.step();
        Numbers.Near([0.9], Numbers.Values(a));
        Numbers.Near([0.5], Numbers.Values(b));
        Numbers.Near([0.75], Numbers.Values(c));
        Assert.Equal([0.1, 0.5, 0.25], optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Fact]
    public void State_LoadedIntoAnother_ContinuesTheSameWay()
    {
        float[] Run(Func<AdamW, AdamW, AdamW> swap)
        {
            using Parameter parameter = nn.Parameter(Numbers.Of(Start, 3));
            AdamW first = optim.AdamW([parameter], 0.05), second = optim.AdamW([parameter], 0.05);
            Step(first, parameter, Slopes[0]);
            Step(first, parameter, Slopes[1]);
            Step(swap(first, second), parameter, Slopes[2]);
            return Numbers.Values(parameter);
        }

        float[] expected = Run((first, _) => first);
        Assert.NotEqual(expected, Run((_, second) => second));
        Assert.Equal(expected, Run((first, second) =>
        {
            string file = Path.GetTempFileName();
            first.save_state_dict(file);
            second.load_state_dict(file);
            File.Delete(file);
            return second;
        }));
    }

    private static void Compare(Func<IEnumerable<Parameter>, optim.Optimizer> create, Func<double, double, int, int, double> rule)
    {
        using Parameter parameter = nn.Parameter(Numbers.Of(Start, 3));
        using optim.Optimizer optimizer = create([parameter]);
        double[] expected = Start.Select(v => (double)v).ToArray();
        for (int step = 1; step <= 3; step++)
        {
            for (int i = 0; i < 3; i++) expected[i] = rule(expected[i], Slopes[step - 1][i], i, step);
            Step(optimizer, parameter, Slopes[step - 1]);
            Numbers.Near(expected, Numbers.Values(parameter), 1e-6);
        }
    }

    private static void Step(optim.Optimizer optimizer, Parameter parameter, float[] slope)
    {
        optimizer.zero_grad();
        (parameter * Numbers.Of(slope, 3)).sum().backward();
        optimizer.step();
    }

    private sealed class Moments
    {
        private readonly double[] _mean = new double[3];
        private readonly double[] _square = new double[3];
        private readonly double[] _largest = new double[3];

        public double Next(double g, int i, int step, bool amsgrad)
        {
            _mean[i] = (0.8 * _mean[i]) + (0.2 * g);
            _square[i] = (0.95 * _square[i]) + (0.05 * g * g);
            _largest[i] = Math.Max(_largest[i], _square[i]);
            double root = Math.Sqrt(amsgrad ? _largest[i] : _square[i]) / Math.Sqrt(1 - Math.Pow(0.95, step));
            return _mean[i] / (1 - Math.Pow(0.8, step)) / (root + 1e-6);
        }
    }
}
