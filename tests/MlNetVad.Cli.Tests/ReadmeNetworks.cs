using Microsoft.ML;
using MlNetVad.Onnx;

namespace MlNetVad.Cli.Tests;

/// <summary>The README's code of networks, so that it compiles.</summary>
internal static class ReadmeNetworks
{
    public static IEnumerable<object> Create(MLContext ml)
    {
        // networks go on
        var detector = ml.Transforms.DetectObjects("Objects", "Clip", "yolox_nano.onnx");
        var captions = ml.Transforms.CaptionClip("Caption", "Clip", new OpenAiCompatibleCaptioner { Endpoint = "http://localhost:11434/v1", Model = "llava:7b" });
        var meaning = ml.Transforms.EmbedText("Semantic", "Caption", "minilm/model.onnx", "minilm/vocab.txt", TextPooling.Mean, normalize: true);
        var tokens = ml.Transforms.EncodeFrames("Appearance", "Clip", "internvit.onnx");

        // networks end
        return [detector, captions, meaning, tokens];
    }
}
