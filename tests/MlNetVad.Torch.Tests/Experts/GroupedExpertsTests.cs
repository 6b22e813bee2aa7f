using MlNetVad.Torch.Experts;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Experts;

public sealed class GroupedExpertsTests
{
    public static TheoryData<string> Forms => ["default", "dense", "sorted"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Forward_SmallProblem_AgreesWithPlainSums(string form)
    {
        foreach (ExpertData data in new ExpertData[] { new(5, 6, 3, 4, 2, 1), new(4, 3, 2, 5, 1, 0), new(3, 4, 1, 3, 3, 2) })
        {
            (float[] output, float[][] gradients) = data.Run(Form(form));

            Close(data.Output(), output);
            for (int input = 0; input < gradients.Length; input++)
            {
                Close([.. Enumerable.Range(0, data.Inputs[input].Length).Select(i => data.Derivative(input, i))], gradients[input]);
            }
        }
    }

    [Theory]
    [InlineData(37, 20, 5, 7, 3, 1)]
    [InlineData(130, 128, 48, 9, 4, 1)]
    [InlineData(700, 33, 8, 16, 7, 2)]
    public void Forward_EveryForm_GivesTheSameNumbers(int tokens, int width, int hidden, int routed, int active, int shared)
    {
        var data = new ExpertData(tokens, width, hidden, routed, active, shared);
        (float[] output, float[][] gradients) = data.Run(Form("dense"));

        foreach (string form in new[] { "default", "sorted" })
        {
            (float[] other, float[][] otherGradients) = data.Run(Form(form));

            Close(output, other);
            Assert.All(gradients.Zip(otherGradients), pair => Close(pair.First, pair.Second));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Forward_AllTokensToOneFilter_AgreesWithPlainSums(string form)
    {
        var data = new ExpertData(50, 16, 4, 6, 1, 1);
        data.Indices = [.. Enumerable.Repeat(5L, 50)];

        (float[] output, float[][] gradients) = data.Run(Form(form));

        Close(data.Output(), output);
        Assert.All(gradients[2].Take(5 * 4 * 16), g => Assert.Equal(0f, g));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Forward_StridedInputs_AgreesWithContiguousOnes(string form)
    {
        var data = new ExpertData(9, 8, 3, 4, 2, 1);
        Func<Tensor, Tensor, Tensor, BottleneckExperts, Tensor> forward = Form(form);
        static Tensor Turned(Tensor x) => x.transpose(0, 1).contiguous().transpose(0, 1);

        (float[] expected, float[][] gradients) = data.Run(forward);
        (float[] output, float[][] strided) = data.Run((x, g, i, e) =>
            forward(Turned(x), Turned(g), Turned(i), e with { Reduce = Turned(e.Reduce), Expand = Turned(e.Expand), ExpandBias = Turned(e.ExpandBias) }));

        Close(expected, output);
        Assert.All(gradients.Zip(strided), pair => Close(pair.First, pair.Second));
    }

    [Fact]
    public void Forward_WithoutGradients_AgreesWithRecorded()
    {
        var data = new ExpertData(40, 12, 5, 6, 2, 1);
        (float[] expected, _) = data.Run(GroupedExperts.Forward);

        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        Tensor[] t = [.. data.Inputs.Zip(data.Sizes, (v, s) => tensor(Array.ConvertAll(v, x => (float)x), s))];
        Tensor y = GroupedExperts.Forward(t[0], t[1], tensor(data.Indices, [40, 2]), new BottleneckExperts(t[2], t[3], t[4], t[5], 1));

        Assert.False(y.requires_grad);
        Assert.Equal(expected, y.data<float>().ToArray());
    }

    [Fact]
    public void Forward_OneAndTwoThreads_GivesTheSameBits()
    {
        var data = new ExpertData(600, 64, 8, 16, 4, 1);
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            (float[] one, float[][] oneGradients) = data.Run(GroupedExperts.Forward);
            set_num_threads(2);
            (float[] two, float[][] twoGradients) = data.Run(GroupedExperts.Forward);

            Assert.Equal(one, two);
            Assert.All(oneGradients.Zip(twoGradients), pair => Assert.Equal(pair.First, pair.Second));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Forward_WrongShapes_NamesBoth()
    {
        using var scope = NewDisposeScope();
        var experts = new BottleneckExperts(zeros(3, 2, 4), zeros(3, 2), zeros(3, 4, 2), zeros(3, 4), 1);

        string message = Assert.Throws<ArgumentException>(() => GroupedExperts.Forward(zeros(5, 4), zeros(5, 1), zeros(5, 1, ScalarType.Int64), experts)).Message;

        Assert.Contains("[3, 4, 2]", message);
        Assert.Contains("[3, 2, 4]", message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_InAScope_LeavesOnlyItsResult(bool recorded)
    {
        using DisposeScope outer = NewDisposeScope();
        using IDisposable mode = set_grad_enabled(recorded);
        var data = new ExpertData(20, 8, 3, 4, 2, 1);
        Tensor[] t = [.. data.Inputs.Zip(data.Sizes, (v, s) => tensor(Array.ConvertAll(v, x => (float)x), s).requires_grad_(recorded))];
        Tensor indices = tensor(data.Indices, [20, 2]);
        var experts = new BottleneckExperts(t[2], t[3], t[4], t[5], 1);

        using DisposeScope scope = NewDisposeScope();
        _ = GroupedExperts.Forward(t[0], t[1], indices, experts);

        Assert.Equal(1, scope.DisposablesCount);
    }

    private static Func<Tensor, Tensor, Tensor, BottleneckExperts, Tensor> Form(string name) => name switch
    {
        "dense" => GroupedExperts.MaskedDense,
        "sorted" => GroupedExperts.SortedSlices,
        _ => GroupedExperts.Forward,
    };

    private static void Close<T>(T[] expected, float[] actual)
        where T : IConvertible
    {
        double[] wanted = [.. expected.Select(e => e.ToDouble(null))];
        double scale = Math.Max(1e-3, wanted.Max(Math.Abs));
        Assert.Equal(wanted.Length, actual.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.Equal(wanted[i], actual[i], 1e-5 * scale);
        }
    }
}
