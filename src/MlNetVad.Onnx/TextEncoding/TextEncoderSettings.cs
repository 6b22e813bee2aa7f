using MlNetVad.Transforms;

namespace MlNetVad.Onnx.TextEncoding;

/// <summary>What decides a text's vector beside the network and its vocabulary.</summary>
/// <param name="Pooling">How the sentence's vector comes from the network.</param>
/// <param name="OutputName">The output to read, or null.</param>
/// <param name="Normalize">Whether vectors have length 1.</param>
/// <param name="MaximumTokens">Longest text in tokens.</param>
internal sealed record TextEncoderSettings(TextPooling Pooling, string? OutputName, bool Normalize, int MaximumTokens)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Pooling);
        writer.Write(OutputName ?? "");
        writer.Write(Normalize);
        writer.Write(MaximumTokens);
    }

    public static TextEncoderSettings Read(BinaryReader reader)
    {
        var pooling = (TextPooling)reader.ReadByte();
        OptionCheck.OneOf(nameof(Pooling), pooling);
        string output = reader.ReadString();
        return new TextEncoderSettings(pooling, output.Length == 0 ? null : output, reader.ReadBoolean(), reader.ReadInt32());
    }
}
