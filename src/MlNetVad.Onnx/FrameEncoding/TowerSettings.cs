using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Onnx.FrameEncoding;

/// <summary>All that is known of a vision tower and its columns once it has been opened; it is saved with the model.</summary>
internal sealed record TowerSettings
{
    /// <summary>Colours of a picture.</summary>
    public const int Channels = 3;

    public required string Clip { get; init; }

    public required string Output { get; init; }

    /// <summary>The column of patch embeddings; unused where the tower has no output of them.</summary>
    public required string EmbeddingColumn { get; init; }

    public required string NetworkInput { get; init; }

    public required string NetworkOutput { get; init; }

    /// <summary>The network's output of patch embeddings, or null.</summary>
    public required string? EmbeddingOutput { get; init; }

    /// <summary>t, frames that are encoded.</summary>
    public required int Frames { get; init; }

    /// <summary>k, of them the last whose patch embeddings are wanted.</summary>
    public required int EmbeddingFrames { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Whether several pictures go through at once.</summary>
    public required bool IsBatched { get; init; }

    public required float[] Mean { get; init; }

    public required float[] Std { get; init; }

    /// <summary>N, tokens of a frame; 0 before the network has been run.</summary>
    public required int Tokens { get; init; }

    /// <summary>D, numbers of a token; 0 before the network has been run.</summary>
    public required int Dimension { get; init; }

    /// <summary>The size of the network's pictures.</summary>
    public PictureSize Picture => new(Channels, Height, Width);

    /// <summary>Numbers of a frame's tokens.</summary>
    public int HiddenLength => Tokens * Dimension;

    /// <summary>Numbers of a frame's patch embeddings; 0 where there are none.</summary>
    public int EmbeddedLength => EmbeddingOutput is null ? 0 : (Tokens - 1) * Dimension;

    /// <summary>The columns that are added.</summary>
    public IReadOnlyList<OutputColumn> Outputs
    {
        get
        {
            OutputColumn hidden = new(Output, new VectorDataViewType(NumberDataViewType.Single, Frames, Tokens, Dimension));
            return EmbeddingOutput is null
                ? [hidden]
                : [hidden, new(EmbeddingColumn, new VectorDataViewType(NumberDataViewType.Single, EmbeddingFrames, Tokens - 1, Dimension))];
        }
    }

    /// <summary>Writes the settings.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (string text in (string[])[Clip, Output, EmbeddingColumn, NetworkInput, NetworkOutput, EmbeddingOutput ?? ""])
        {
            writer.Write(text);
        }

        foreach (int number in (int[])[Frames, EmbeddingFrames, Height, Width, IsBatched ? 1 : 0, Tokens, Dimension])
        {
            writer.Write(number);
        }

        foreach (float number in Mean.Concat(Std))
        {
            writer.Write(number);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TowerSettings Read(BinaryReader reader)
    {
        string[] texts = [.. Enumerable.Range(0, 6).Select(_ => reader.ReadString())];
        int[] numbers = [.. Enumerable.Range(0, 7).Select(_ => reader.ReadInt32())];
        float[] scales = [.. Enumerable.Range(0, 2 * Channels).Select(_ => reader.ReadSingle())];
        return numbers.Min() < 0 || Math.Min(numbers[5], numbers[6]) < 1 || numbers[0] < 1 ? throw new FormatException("its numbers are out of range") : new TowerSettings
        {
            Clip = texts[0],
            Output = texts[1],
            EmbeddingColumn = texts[2],
            NetworkInput = texts[3],
            NetworkOutput = texts[4],
            EmbeddingOutput = texts[5].Length > 0 ? texts[5] : null,
            Frames = numbers[0],
            EmbeddingFrames = numbers[1],
            Height = numbers[2],
            Width = numbers[3],
            IsBatched = numbers[4] != 0,
            Tokens = numbers[5],
            Dimension = numbers[6],
            Mean = scales[..Channels],
            Std = scales[Channels..],
        };
    }
}
