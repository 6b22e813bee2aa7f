namespace MlNetVad.Onnx;

/// <summary>What a captioner is in a saved model; the numbers never change.</summary>
internal enum CaptionerKind : byte
{
    /// <summary>Only while it runs, such as a chat client that code gave; it cannot be saved.</summary>
    Unsaved = 0,

    /// <summary>Captions from a file.</summary>
    File = 1,

    /// <summary>A chat endpoint.</summary>
    Endpoint = 2,

    /// <summary>A vision-language model in ONNX files.</summary>
    VisionLanguage = 3,
}

/// <summary>Writes captioners into a component's payload and reads them back.</summary>
internal static class CaptionerCodec
{
    /// <summary>Writes a captioner.</summary>
    /// <exception cref="VadException">It cannot be saved.</exception>
    public static void Write(BinaryWriter writer, ReadyCaptioner captioner)
    {
        if (captioner.Kind == CaptionerKind.Unsaved)
        {
            throw new VadException($"A captioner that is {captioner.Settings[0].Value} cannot be part of a saved model; give CaptionClip one that can, such as an {nameof(OpenAiCompatibleCaptioner)} or a {nameof(CaptionFile)}.");
        }

        writer.Write((byte)captioner.Kind);
        captioner.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is of a kind that is not known.</exception>
    public static ReadyCaptioner Read(BinaryReader reader) => (CaptionerKind)reader.ReadByte() switch
    {
        CaptionerKind.File => ClipCaption.CaptionLookup.Read(reader),
        CaptionerKind.Endpoint => ClipCaption.EndpointCaptioner.Read(reader),
        CaptionerKind.VisionLanguage => VisionLanguage.VisionLanguageSetup.Read(reader),
        var kind => throw new FormatException($"its captioner is of the unknown kind {(byte)kind}"),
    };
}
