using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>The sizes of a CLIP (Radford et al. 2021, table 20): those of ViT-B/16 unless a file says otherwise.</summary>
internal sealed record ClipOptions
{
    private const int HeadWidth = 64;   // of every published CLIP

    /// <summary>E, the width of both towers' features.</summary>
    public int EmbeddingWidth { get; init; } = 512;

    /// <summary>Rows and columns of a picture.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Rows and columns of a patch.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>The image tower.</summary>
    public ClipTowerOptions Vision { get; init; } = new(12, 768, 12, 3072);

    /// <summary>The text tower.</summary>
    public ClipTowerOptions Text { get; init; } = new(12, 512, 8, 2048);

    /// <summary>Tokens of a text.</summary>
    public int ContextLength { get; init; } = 77;

    /// <summary>Tokens that there are; the last ends a text.</summary>
    public int VocabularySize { get; init; } = 49408;

    /// <summary>Reads the sizes from the shapes of a checkpoint.</summary>
    /// <param name="weights">OpenAI's or Hugging Face's names.</param>
    /// <param name="heads">Heads of each tower's attention, which no shape tells: a head of 64 numbers unless told otherwise.</param>
    /// <exception cref="VadException">A tensor is missing, or its shape is none of CLIP's.</exception>
    public static ClipOptions Of(SafeTensorsReader weights, (int Vision, int Text)? heads = null)
    {
        var names = new ClipNames(weights);
        long[] patch = names.Shape("visual.conv1.weight", 4), places = names.Shape("visual.positional_embedding", 2);                       // [w, 3, p, p], [1 + n², w]
        long[] tokens = names.Shape("token_embedding.weight", 2), context = names.Shape("positional_embedding", 2);                        // [v, w], [l, w]
        int side = (int)Math.Round(Math.Sqrt(places[0] - 1));
        return new ClipOptions
        {
            EmbeddingWidth = (int)names.Shape("visual.proj", 2)[1],
            ImageSize = side * (int)patch[2],
            PatchSize = (int)patch[2],
            Vision = Tower(names, "visual.transformer", (int)patch[0], heads?.Vision),
            Text = Tower(names, "transformer", (int)tokens[1], heads?.Text),
            ContextLength = (int)context[0],
            VocabularySize = (int)tokens[0],
        };
    }

    private static ClipTowerOptions Tower(ClipNames names, string prefix, int width, int? heads)
    {
        int layers = 0;
        while (names.Has($"{prefix}.resblocks.{layers}.ln_1.weight"))
        {
            layers++;
        }

        int parts = heads ?? Math.Max(1, width / HeadWidth);
        return width % parts == 0
            ? new ClipTowerOptions(layers, width, parts, (int)names.Shape($"{prefix}.resblocks.0.mlp.c_fc.weight", 2)[0])
            : throw new VadException($"A CLIP tower of width {width} cannot have {Counted.Of(parts, "head")} of attention; give a number that divides the width.");
    }
}

/// <summary>The sizes of a tower.</summary>
/// <param name="Layers">Its blocks.</param>
/// <param name="Width">D, numbers a token.</param>
/// <param name="Heads">Heads of attention; divides the width.</param>
/// <param name="Hidden">Numbers inside a block's MLP.</param>
internal sealed record ClipTowerOptions(int Layers, int Width, int Heads, int Hidden);
