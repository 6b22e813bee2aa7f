using MlNetVad.Persistence;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>The file of a CLIP's weights, as users name it.</summary>
internal static class ClipFile
{
    /// <summary>What it is, for messages.</summary>
    public const string Role = "the CLIP";

    /// <summary>The file with how to get one.</summary>
    public static NeededFile Weights(string option, string path) =>
        new(option, Role, path, "openai/clip-vit-base-patch16 on Hugging Face: its model.safetensors (the paper's ViT-B/16; B/32 and L/14 work too)");

    /// <summary>The image tower.</summary>
    /// <exception cref="VadException">It is no CLIP's file.</exception>
    public static ClipImageTower Images(ModelFile file)
    {
        using SafeTensorsReader weights = Open(file);
        return ClipImageTower.Load(weights);
    }

    /// <summary>Both towers.</summary>
    /// <exception cref="VadException">It is no CLIP's file.</exception>
    public static ClipNetwork Whole(ModelFile file)
    {
        using SafeTensorsReader weights = Open(file);
        return ClipNetwork.Load(weights);
    }

    private static SafeTensorsReader Open(ModelFile file) => file.OnDisk is { } path ? SafeTensorsReader.Open(path) : SafeTensorsReader.Open(file.Read());
}
