namespace TorchSharp.Kernels;

/// <summary>A 2-D convolution: x [Images, Channels, Height, Width], w [Filters, Channels, KernelHeight, KernelWidth].</summary>
internal readonly record struct ConvShape(
    long Images, long Channels, long Height, long Width, long Filters, long KernelHeight, long KernelWidth,
    long StrideHeight, long StrideWidth, long PadHeight, long PadWidth, long DilationHeight = 1, long DilationWidth = 1)
{
    internal long OutHeight => ((Height + (2 * PadHeight) - (DilationHeight * (KernelHeight - 1)) - 1) / StrideHeight) + 1;

    internal long OutWidth => ((Width + (2 * PadWidth) - (DilationWidth * (KernelWidth - 1)) - 1) / StrideWidth) + 1;

    /// <summary>Output positions of one image.</summary>
    internal long Positions => OutHeight * OutWidth;

    /// <summary>Inputs of one output: channels · kernel height · kernel width.</summary>
    internal long Taps => Channels * KernelHeight * KernelWidth;

    internal long ImageSize => Channels * Height * Width;

    /// <summary>The image itself is its matrix of columns.</summary>
    internal bool Pointwise =>
        KernelHeight == 1 && KernelWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && PadHeight == 0 && PadWidth == 0;
}
