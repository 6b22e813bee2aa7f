using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>Random clips, and captioners put to work on them.</summary>
internal static class Clips
{
    public static byte[] Random(int seed, ClipShape shape)
    {
        byte[] frames = new byte[shape.Frames * shape.FrameBytes];
        new Random(seed).NextBytes(frames);
        return frames;
    }

    public static CaptionedClip As(byte[] frames, ClipShape shape) => new(frames, shape, "01", shape.Frames);

    /// <summary>The ids of the answer to one clip.</summary>
    public static List<int> Answer(OnnxVisionLanguageCaptioner options, byte[] frames, ClipShape shape)
    {
        using var model = VisionLanguageModel.Open(options.Prepare());
        using VisionLanguageDescriber describer = model.CreateDescriber();
        return describer.Answer(As(frames, shape), CancellationToken.None);
    }
}
