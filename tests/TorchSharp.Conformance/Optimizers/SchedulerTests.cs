using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Optimizers;

/// <summary>Each scheduler against its closed formula, epoch by epoch.</summary>
public sealed class SchedulerTests
{
    private const double Rate = 0.1;

    [Fact]
    public void Step_EveryThreeEpochs_MultipliesByGamma() =>
        Follows(o => optim.lr_scheduler.StepLR(o, 3, 0.5), 12, e => Rate * Math.Pow(0.5, e / 3));

    [Fact]
    public void MultiStep_AtMilestones_MultipliesByGamma() =>
        Follows(o => optim.lr_scheduler.MultiStepLR(o, [2, 5], 0.1), 9, e => Rate * (e < 2 ? 1 : e < 5 ? 0.1 : 0.01));

    [Fact]
    public void Exponential_EveryEpoch_MultipliesByGamma() =>
        Follows(o => optim.lr_scheduler.ExponentialLR(o, 0.9), 10, e => Rate * Math.Pow(0.9, e));

    [Fact]
    public void Lambda_OfTheEpoch_MultipliesTheInitialRate() =>
        Follows(o => optim.lr_scheduler.LambdaLR(o, e => 1.0 / (1 + e)), 10, e => Rate / (1 + e));

    [Fact]
    public void Constant_UntilTheLastIteration_IsAFraction() =>
        Follows(o => optim.lr_scheduler.ConstantLR(o, 0.25, 4), 8, e => e < 4 ? Rate / 4 : Rate);

    [Fact]
    public void Linear_FromStartToEnd_MovesInEqualSteps() =>
        Follows(o => optim.lr_scheduler.LinearLR(o, 0.2, 1, 5), 9, e => Rate * (0.2 + (0.8 * Math.Min(e, 5) / 5)));

    [Fact]
    public void Cosine_ToTheLeastRate_IsHalfACosine() =>
        Follows(o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.01), 11, e => 0.01 + ((Rate - 0.01) * (1 + Math.Cos(Math.PI * e / 10)) / 2));

    [Fact]
    public void Sequential_ChangesAtTheMilestone() => Follows(
        o => optim.lr_scheduler.SequentialLR(o, [optim.lr_scheduler.LinearLR(o, 0.1, 1, 4), optim.lr_scheduler.ExponentialLR(o, 0.5)], [4]),
        8,
        e => e < 4 ? Rate * (0.1 + (0.9 * e / 4)) : Rate * Math.Pow(0.5, e - 4));

    [Fact]
    public void OneCycle_RisesAndFallsOnCosines_AndMomentumGoesTheOtherWay()
    {
        using Parameter parameter = nn.Parameter(zeros([1]));
        using SGD optimizer = optim.SGD([parameter], Rate, momentum: 0.9);
        var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 1, total_steps: 10, pct_start: 0.4, div_factor: 10, final_div_factor: 100);
        for (int e = 0; e < 10; e++)
        {
            double rise = 0.4 * 10 - 1;
            double expected = e <= rise ? Cosine(0.1, 1, e / rise) : Cosine(1, 0.001, (e - rise) / (9 - rise));
            Assert.Equal(expected, optimizer.ParamGroups.Single().LearningRate, 1e-9);
            if (e < 9) scheduler.step();
        }

        static double Cosine(double from, double to, double part) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * part)));
    }

    [Fact]
    public void LastRate_IsTheOptimizers()
    {
        using Parameter parameter = nn.Parameter(zeros([1]));
        using var optimizer = optim.AdamW([parameter], Rate);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        scheduler.step();
        Assert.Equal([Rate / 2], scheduler.get_last_lr());
        Assert.Equal(Rate / 2, optimizer.ParamGroups.Single().LearningRate);
    }

    private static void Follows(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create, int epochs, Func<int, double> formula)
    {
        using Parameter parameter = nn.Parameter(zeros([1]));
        using var optimizer = optim.Adam([parameter], Rate);
        var scheduler = create(optimizer);
        for (int e = 0; e < epochs; e++)
        {
            Assert.Equal(formula(e), optimizer.ParamGroups.Single().LearningRate, 1e-12);
            scheduler.step();
        }
    }
}
