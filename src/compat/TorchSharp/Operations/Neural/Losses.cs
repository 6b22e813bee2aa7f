namespace TorchSharp;

using static torch;

/// <summary>Loss functions, composed of recorded operations.</summary>
internal static class Losses
{
    internal static Tensor Reduce(Tensor loss, nn.Reduction reduction) => reduction switch
    {
        nn.Reduction.Mean => Reduction.Mean(loss, [], keepdim: false, null),
        nn.Reduction.Sum => Reduction.Sum(loss, [], keepdim: false, null),
        _ => loss,
    };

    internal static Tensor SquaredError(Tensor input, Tensor target, nn.Reduction reduction)
    {
        Require("mse_loss", input, target);
        return Reduce(RealFunctions.Power(2).Apply(Arithmetic.Sub(input, target)), reduction);
    }

    internal static Tensor AbsoluteError(Tensor input, Tensor target, nn.Reduction reduction)
    {
        Require("l1_loss", input, target);
        return Reduce(Clamping.Abs(Arithmetic.Sub(input, target)), reduction);
    }

    /// <summary>d²/2β where |d| &lt; β, |d| - β/2 beyond.</summary>
    internal static Tensor SmoothAbsoluteError(Tensor input, Tensor target, nn.Reduction reduction, double beta)
    {
        Require("smooth_l1_loss", input, target);
        Tensor distance = Clamping.Abs(Arithmetic.Sub(input, target));
        if (beta == 0) return Reduce(distance, reduction);
        Tensor squared = Arithmetic.Scale(RealFunctions.Power(2).Apply(distance), 0.5 / beta);
        return Reduce(Masking.Where(distance.detach() < beta, squared, distance - (0.5 * beta)), reduction);
    }

    /// <summary>max(x, 0) - x·t + ln(1 + e^-|x|), with the positive part weighted where asked.</summary>
    internal static Tensor BinaryCrossEntropyWithLogits(Tensor input, Tensor target, Tensor weight, nn.Reduction reduction, Tensor positive)
    {
        Require("binary_cross_entropy_with_logits", input, target);
        Tensor softplus = RealFunctions.Log1p.Apply(RealFunctions.Exp.Apply(-Clamping.Abs(input))) + Clamping.Relu(-input);
        Tensor loss = positive is null
            ? ((1 - target) * input) + softplus
            : ((1 - target) * input) + ((1 + ((positive - 1) * target)) * softplus);
        return Reduce(weight is null ? loss : loss * weight, reduction);
    }

    internal static Tensor BinaryCrossEntropy(Tensor input, Tensor target, Tensor weight, nn.Reduction reduction)
    {
        Require("binary_cross_entropy", input, target);
        Tensor log = Clamping.Clamp(RealFunctions.Log.Apply(input), -100, null), complement = Clamping.Clamp(RealFunctions.Log.Apply(1 - input), -100, null);
        Tensor loss = -((target * log) + ((1 - target) * complement));
        return Reduce(weight is null ? loss : loss * weight, reduction);
    }

    /// <summary>Classes are dimension 1 (0 for a single sample); the target holds class indices or, with the input's shape, probabilities.</summary>
    internal static Tensor CrossEntropy(Tensor input, Tensor target, Tensor weight, long ignored, nn.Reduction reduction, double smoothing)
    {
        int classDim = input.Sizes.Length == 1 ? 0 : 1;
        Tensor log = Softmaxes.LogSoftmax(input, classDim, null);
        if (is_floating_point(target.dtype))
        {
            Require("cross_entropy", input, target);
            long classes = input.Sizes[classDim];
            Tensor smooth = smoothing > 0 ? (target * (1 - smoothing)) + (smoothing / classes) : target;
            Tensor loss = -Reduction.Sum(Weighted(log, weight, classDim) * smooth, [classDim], keepdim: false, null);
            return reduction == nn.Reduction.Mean ? Reduction.Sum(loss, [], keepdim: false, null) / Math.Max(1, input.Count / classes) : Reduce(loss, reduction);
        }
        return LogLikelihood(log, target, weight, ignored, reduction, smoothing);
    }

    internal static Tensor LogLikelihood(Tensor log, Tensor target, Tensor weight, long ignored, nn.Reduction reduction, double smoothing)
    {
        int classDim = log.Sizes.Length == 1 ? 0 : 1;
        long[] expected = [.. log.Sizes.Where((_, d) => d != classDim)];
        if (!target.Sizes.AsSpan().SequenceEqual(expected) || target.dtype != ScalarType.Int64)
            throw new InvalidOperationException($"The target has the shape {Shapes.Text(target.Sizes)} and type {target.dtype}; for an input of shape {Shapes.Text(log.Sizes)} it must be {Shapes.Text(expected)} of Int64.");
        Tensor counted = target != ignored, safe = Masking.Where(counted, target, Factory.Full([], 0, ScalarType.Int64));
        Tensor index = Viewing.Unsqueeze(safe, classDim);
        Tensor scale = Copying.Convert(counted, log.dtype);
        if (weight is not null) scale *= Viewing.Reshape(Indexing.Select(weight, 0, Viewing.Reshape(safe, [-1])), safe.Sizes);
        Tensor loss = -(Viewing.Squeeze(Indexing.Gather(log, classDim, index), classDim) * scale);
        if (smoothing > 0)
        {
            Tensor spread = -(Reduction.Sum(Weighted(log, weight, classDim), [classDim], keepdim: false, null) * Copying.Convert(counted, log.dtype));
            loss = (loss * (1 - smoothing)) + (spread * (smoothing / log.Sizes[classDim]));
        }
        return reduction == nn.Reduction.Mean
            ? Reduction.Sum(loss, [], keepdim: false, null) / Reduction.Sum(scale, [], keepdim: false, null)
            : Reduce(loss, reduction);
    }

    private static Tensor Weighted(Tensor log, Tensor weight, int classDim)
    {
        if (weight is null) return log;
        long[] shape = [.. log.Sizes.Select((size, d) => d == classDim ? size : 1)];
        return log * Viewing.Reshape(weight, shape);
    }

    private static void Require(string name, Tensor input, Tensor target)
    {
        if (!input.Sizes.AsSpan().SequenceEqual(target.Sizes))
            throw new InvalidOperationException($"{name}: the input has the shape {Shapes.Text(input.Sizes)}, the target {Shapes.Text(target.Sizes)}.");
    }
}
