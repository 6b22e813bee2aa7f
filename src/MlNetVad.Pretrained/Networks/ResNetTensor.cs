namespace MlNetVad.Pretrained.Networks;

/// <summary>A tensor inside ResNet18 that is read, behind the ReLU of a block.</summary>
/// <param name="Name">Its name in the package's file.</param>
/// <param name="Channels">Its numbers a place.</param>
/// <param name="Stride">Pixels of the picture from one place to the next.</param>
internal sealed record ResNetTensor(string Name, int Channels, int Stride)
{
    /// <summary>The end of the third stage (conv4_x of the paper): 14 x 14 places of a picture of 224 x 224.</summary>
    public static ResNetTensor Middle { get; } = new("ReLU347_Output_0", 256, 16);

    /// <summary>The end of the fourth stage (conv5_x), in front of the mean over all places: 7 x 7 places.</summary>
    public static ResNetTensor Last { get; } = new("ReLU393_Output_0", 512, 32);
}
