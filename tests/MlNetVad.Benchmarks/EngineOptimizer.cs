using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Benchmarks;

/// <summary>One AdamW step over the parameters of a ViT of twelve blocks, width 128.</summary>
internal static class EngineOptimizer
{
    public static IReadOnlyList<long[]> Shapes { get; } =
    [
        .. Enumerable.Repeat<long[][]>([[384, 128], [384], [128, 128], [128], [512, 128], [512], [128, 512], [128], [128], [128], [128], [128]], 12).SelectMany(b => b),
    ];

    public static Action Step()
    {
        Parameter[] parameters = [.. Shapes.Select(s => nn.Parameter(randn(s)))];
        foreach (Parameter parameter in parameters)
        {
            using IDisposable scope = NewDisposeScope();
            (parameter * randn_like(parameter)).sum().backward();   // leaves normal numbers as the gradient
        }

        optim.Optimizer optimizer = optim.AdamW(parameters, lr: 1e-4);
        return () =>
        {
            using IDisposable scope = NewDisposeScope();
            _ = optimizer.step();
        };
    }
}
