using MlNetVad.Torch.Networks.Clip;
using MlNetVad.Torch.Weights;
using static TorchSharp.torch;

namespace MlNetVad.TestSupport;

/// <summary>A CLIP of random weights in a file of its own.</summary>
internal sealed class TinyClip : IDisposable
{
    public const int ImageSize = 16, Width = 12, Length = 20;
    private const int Start = 61, End = 62;

    public TinyClip(int imageSize = ImageSize, int width = Width, int length = Length, int tokens = End + 1)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        using var network = new ClipNetwork(new ClipOptions
        {
            EmbeddingWidth = width, ImageSize = imageSize, PatchSize = 8, Vision = new(1, 64, 1, 96), Text = new(2, 64, 1, 96), ContextLength = length, VocabularySize = tokens,
        });
        using (no_grad())
        {
            foreach (TorchSharp.Modules.Parameter parameter in network.parameters().Where(p => p.dim() > 0))
            {
                parameter.copy_(randn_like(parameter) * 0.2 + (parameter.dim() == 1 ? 0.5 : 0));
            }
        }

        ModuleWeights.Save(network, Path);
    }

    /// <summary>Its weights.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    /// <summary>A letter a token.</summary>
    public static long[] Tokenize(string text)
    {
        var tokens = new long[Length];
        tokens[0] = Start;
        int letters = Math.Min(text.Length, Length - 2);
        for (int i = 0; i < letters; i++)
        {
            tokens[i + 1] = text[i] % 60;
        }

        tokens[letters + 1] = End;
        return tokens;
    }

    public void Dispose() => File.Delete(Path);
}
