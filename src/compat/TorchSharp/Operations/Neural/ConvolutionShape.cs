using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>The sizes of one convolution.</summary>
internal sealed class ConvolutionShape
{
    internal ConvolutionShape(long[] x, long[] weight, (long Height, long Width) stride, (long Height, long Width) padding, (long Height, long Width) dilation, long groups)
    {
        if (x.Length != 4 || weight.Length != 4 || groups < 1 || x[1] != weight[1] * groups || weight[0] % groups != 0)
            throw new InvalidOperationException($"conv2d: an input of shape {Shapes.Text(x)} does not fit a weight of shape {Shapes.Text(weight)} with {groups} group(s).");
        (Batch, Height, Width) = (x[0], x[2], x[3]);
        (OutChannels, GroupChannels, KernelHeight, KernelWidth) = (weight[0], weight[1], weight[2], weight[3]);
        Groups = groups;
        (StrideHeight, StrideWidth) = stride;
        (PadHeight, PadWidth) = padding;
        (DilationHeight, DilationWidth) = dilation;
        OutHeight = ((Height + (2 * PadHeight) - (DilationHeight * (KernelHeight - 1)) - 1) / StrideHeight) + 1;
        OutWidth = ((Width + (2 * PadWidth) - (DilationWidth * (KernelWidth - 1)) - 1) / StrideWidth) + 1;
        if (OutHeight < 1 || OutWidth < 1)
            throw new InvalidOperationException($"conv2d: a kernel of shape {Shapes.Text(weight)} is larger than the padded input of shape {Shapes.Text(x)}.");
        IsPointwise = KernelHeight == 1 && KernelWidth == 1 && stride == (1, 1) && padding == (0, 0);
    }

    internal long Batch { get; }

    internal long Height { get; }

    internal long Width { get; }

    internal long OutChannels { get; }

    internal long GroupChannels { get; }

    internal long KernelHeight { get; }

    internal long KernelWidth { get; }

    internal long Groups { get; }

    internal long StrideHeight { get; }

    internal long StrideWidth { get; }

    internal long PadHeight { get; }

    internal long PadWidth { get; }

    internal long DilationHeight { get; }

    internal long DilationWidth { get; }

    internal long OutHeight { get; }

    internal long OutWidth { get; }

    /// <summary>The input itself is the unfolded input.</summary>
    internal bool IsPointwise { get; }

    /// <summary>The same as the kernels take it; one group.</summary>
    internal ConvShape Kernel => new(
        Batch, GroupChannels, Height, Width, OutChannels, KernelHeight, KernelWidth,
        StrideHeight, StrideWidth, PadHeight, PadWidth, DilationHeight, DilationWidth);

    internal long GroupOut => OutChannels / Groups;

    internal long Positions => OutHeight * OutWidth;

    internal long Patch => GroupChannels * KernelHeight * KernelWidth;

    internal long UnfoldedCount => IsPointwise ? 1 : Patch * Positions;

    internal long[] OutSizes => [Batch, OutChannels, OutHeight, OutWidth];
}
