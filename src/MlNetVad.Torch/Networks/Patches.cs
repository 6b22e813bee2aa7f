using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>Images to rows of patches and back. Patches go by row, then column; in a patch channel, row, column.</summary>
internal static class Patches
{
    /// <summary>[B, C, H, W] to [B, P, C p p].</summary>
    public static Tensor Patchify(Tensor images, long size)
    {
        long[] shape = images.shape;
        (long batch, long channels, long rows, long columns) = (shape[0], shape[1], shape[2] / size, shape[3] / size);
        return images.reshape(batch, channels, rows, size, columns, size).permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, rows * columns, channels * size * size);
    }

    /// <summary>[B, P, C p p] to [B, C, H, W].</summary>
    public static Tensor Unpatchify(Tensor patches, long size, long channels, long rows, long columns) =>
        patches.reshape(patches.shape[0], rows, columns, channels, size, size).permute(0, 3, 1, 4, 2, 5)
            .reshape(patches.shape[0], channels, rows * size, columns * size);
}
