using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;

namespace MlNetVad.Torch.Trainers.Tokens;

/// <summary>
/// The columns of a frozen encoder: last hidden states <c>Vector&lt;Single, T, 1 + P, w&gt;</c> and, for the skip, patch
/// embeddings <c>Vector&lt;Single, SkipFrames, P, w&gt;</c>.
/// </summary>
internal static class TokenColumns
{
    /// <summary>The column of last hidden states.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="network">The network; where it does not know the tokens' width yet, any frames of tokens will do.</param>
    public static InputColumn Hidden(string name, PredictorOptions network) => Tokens(
        name,
        $"{network.InputFrames}, {1 + network.Patches}, {Width(network)}",
        "the appearance tokens of each input frame, the class token first",
        dimensions => !network.FrozenAppearance || dimensions.SequenceEqual([network.InputFrames, 1 + network.Patches, network.AppearanceTokenWidth]));

    /// <summary>The column of patch embeddings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="network">The network; where it does not know the tokens' width yet, any frames of tokens will do.</param>
    public static InputColumn Embedded(string name, PredictorOptions network) => Tokens(
        name,
        $"{network.SkipFrames}, {network.Patches}, {Width(network)}",
        "the patch embeddings of the last input frames",
        dimensions => !network.FrozenAppearance || dimensions.SequenceEqual([network.SkipFrames, network.Patches, network.AppearanceTokenWidth]));

    /// <summary>Checks the columns of training data, and takes the tokens' width from them where the options leave it open.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="types">Their types in the order of the component's input columns.</param>
    /// <param name="network">The network; its width of tokens is set.</param>
    /// <exception cref="VadException">They do not go with the network; the sentence says what does.</exception>
    public static void Settle(PredictorColumns columns, IReadOnlyList<DataViewType> types, PredictorOptions network)
    {
        if (columns.Appearance is not { } hidden)
        {
            return;
        }

        int[] tokens = Dimensions(types[columns.Embeddings is null ? ^1 : ^2]);
        Check(tokens[0] == network.InputFrames,
            $"The column '{hidden}' has the tokens of {Counted.Of(tokens[0], "frame")}; the network predicts from {network.InputFrames} (InputFrames): encode the first {network.InputFrames} frames of each clip.");
        Check(tokens[1] == 1 + network.Patches,
            $"The column '{hidden}' has {tokens[1]} tokens a frame, a class token and {tokens[1] - 1} patches; the network's picture of {network.Height} x {network.Width} px has {network.Patches} patches of {network.PatchSize}: give it a Height, Width and PatchSize with the encoder's rows and columns of patches.");
        Check(network.AppearanceTokenWidth == 0 || tokens[2] == network.AppearanceTokenWidth,
            $"The column '{hidden}' has tokens of {tokens[2]} numbers; AppearanceTokenWidth is {network.AppearanceTokenWidth}: set it to {tokens[2]}, or to 0 to take what the column has.");
        network.AppearanceTokenWidth = tokens[2];
        if (columns.Embeddings is { } embedded)
        {
            int[] patches = Dimensions(types[^1]);
            Check(patches[0] == network.SkipFrames,
                $"The column '{embedded}' has the patch embeddings of {Counted.Of(patches[0], "frame")}; the skip carries those of the last {network.SkipFrames} (SkipFrames): give as many.");
            Check(patches[1] == network.Patches && patches[2] == tokens[2],
                $"The column '{embedded}' has {patches[1]} patches of {patches[2]} numbers a frame; the tokens of '{hidden}' have {network.Patches} patches of {tokens[2]}: give the embeddings of the same encoder, without its class token.");
        }
    }

    /// <summary>The dimensions of a column of tokens: frames, tokens a frame, numbers a token.</summary>
    public static int[] Dimensions(DataViewType type) => [.. ((VectorDataViewType)type).Dimensions];

    private static string Width(PredictorOptions network) => network.FrozenAppearance ? $"{network.AppearanceTokenWidth}" : "w";

    private static InputColumn Tokens(string name, string dimensions, string what, Func<int[], bool> fits) => new(
        name,
        $"Vector<Single, {dimensions}> ({what})",
        t => t is VectorDataViewType { IsKnownSize: true, Dimensions.Length: 3 } v && v.ItemType.Equals(NumberDataViewType.Single) && fits(Dimensions(v)),
        c => c.Kind == SchemaShape.Column.VectorKind.Vector && NumberDataViewType.Single.Equals(c.ItemType));

    private static void Check(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new VadException(sentence);
        }
    }
}
