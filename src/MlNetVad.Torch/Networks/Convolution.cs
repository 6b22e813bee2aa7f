using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// Applies a convolution of stride 1 that keeps the picture's size, as one matrix product over unfolded windows. libtorch's own
/// convolution (2.10, CPU) gives wrong gradients by the input for small pictures (its path without oneDNN), and writes a warning to
/// the error stream at each call there; this one has neither at any size.
/// </summary>
internal static class Convolution
{
    /// <summary>[B, in, H, W] to [B, out, H, W].</summary>
    /// <param name="layer">Its weights [out, in, k, k], k odd, and its bias.</param>
    /// <param name="images">[B, in, H, W].</param>
    public static Tensor Apply(Conv2d layer, Tensor images)
    {
        using var scope = NewDisposeScope();
        (long batch, long rows, long columns) = (images.shape[0], images.shape[2], images.shape[3]);
        Parameter weight = layer.weight!;
        (long output, long kernel) = (weight.shape[0], weight.shape[2]);
        Tensor windows = kernel == 1
            ? images.reshape(batch, images.shape[1], rows * columns)
            : nn.functional.unfold(images, (kernel, kernel), padding: (kernel / 2, kernel / 2));     // [B, in k k, H W]
        Tensor filters = weight.reshape(1, output, -1).expand(batch, -1, -1);                        // [B, out, in k k]
        Tensor made = filters.bmm(windows).Plus(layer.bias!.reshape(1, output, 1));                  // [B, out, H W]
        return made.reshape(batch, output, rows, columns).MoveToOuterDisposeScope();
    }
}
