using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

public sealed partial class FrameEncodingEstimator
{
    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options : INeedsFiles
    {
        /// <summary>The column of last hidden states to add.</summary>
        public string OutputColumnName = "Appearance";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The vision tower's ONNX file.</summary>
        public string ModelPath = "";

        /// <summary>The network's input of pictures, Single [B, 3, H, W]; null takes the only one, or <c>pixel_values</c>.</summary>
        public string? InputName;

        /// <summary>The network's output of last hidden states, Single [B, N, D]; null takes the only one, or <c>last_hidden_state</c>.</summary>
        public string? OutputName;

        /// <summary>The network's output of patch embeddings in front of its blocks, Single [B, P, D], or [B, N, D] with the class token in front;
        /// null adds no column of them.</summary>
        public string? EmbeddingOutputName;

        /// <summary>The column of patch embeddings to add, where <see cref="EmbeddingOutputName"/> names an output.</summary>
        public string EmbeddingColumnName = "AppearanceEmbedding";

        /// <summary>How many of the encoded frames have their patch embeddings in the column, the last ones: SkipFrames of the predictor's network,
        /// 1 … <see cref="Frames"/>; 1 in the papers.</summary>
        public int EmbeddingFrames = 1;

        /// <summary>t, how many of the clip's first frames are encoded, 1 … 64: InputFrames of the predictor's network, which predicts the frame after them; 4 in the papers.</summary>
        public int Frames = 4;

        /// <summary>Height of the network's pictures in pixels, 1 … 4096; 0 reads it from the file, or takes 448 where the file leaves it open.</summary>
        public int Height;

        /// <summary>Width of the network's pictures in pixels, 1 … 4096; 0 reads it from the file, or takes 448 where the file leaves it open.</summary>
        public int Width;

        /// <summary>What is taken off red, green and blue, as shares of 255; ImageNet's.</summary>
        public float[] Mean = [0.485f, 0.456f, 0.406f];

        /// <summary>What red, green and blue are then divided by, as shares of 255, above 0; ImageNet's.</summary>
        public float[] Std = [0.229f, 0.224f, 0.225f];

        /// <inheritdoc/>
        public IReadOnlyList<NeededFile> NeededFiles() =>
        [
            new(nameof(ModelPath), "the vision tower", ModelPath, "the vision encoder of OpenGVLab/InternVL2_5-1B (the papers'), or another ViT with a class token such as openai/clip-vit-base-patch16, exported to ONNX with its last hidden states as output"),
        ];

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            (copy.Mean, copy.Std) = ([.. Mean], [.. Std]);
            return copy;
        }

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            NeededFile.CheckSet(NeededFiles());
            ArgumentException.ThrowIfNullOrEmpty(EmbeddingColumnName);
            Transforms.OptionCheck.Between(nameof(Frames), Frames, 1, 64);
            Transforms.OptionCheck.Between(nameof(EmbeddingFrames), EmbeddingFrames, 1, Frames);
            Transforms.OptionCheck.Between(nameof(Height), Height, 0, 4096);
            Transforms.OptionCheck.Between(nameof(Width), Width, 0, 4096);
            Check(EmbeddingOutputName is null || EmbeddingColumnName != OutputColumnName, $"{nameof(EmbeddingColumnName)} and {nameof(OutputColumnName)} are both '{OutputColumnName}'; give the columns two names.");
            Check(Mean is { Length: 3 } && Mean.All(float.IsFinite), $"{nameof(Mean)} is not three finite numbers, one for red, green and blue; ImageNet's are 0.485, 0.456, 0.406.");
            Check(Std is { Length: 3 } && Std.All(s => float.IsFinite(s) && s > 0), $"{nameof(Std)} is not three numbers above 0, one for red, green and blue; ImageNet's are 0.229, 0.224, 0.225.");
        }

        private static void Check(bool holds, string sentence)
        {
            if (!holds)
            {
                throw new VadException(sentence);
            }
        }
    }
}
