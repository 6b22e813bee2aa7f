using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Tests.Video;
using MlNetVad.TestSupport.Graphs;
using MlNetVad.Torch.Weights;
using MlNetVad.Transforms;
using MlNetVad.Video;
using TorchSharp;

namespace MlNetVad.Fuzz;

/// <summary>Writes one whole file of each kind, as the readers expect them.</summary>
internal static class Seeds
{
    private const int Frames = 6;

    /// <summary>Fills the folder.</summary>
    public static void Write(string folder)
    {
        foreach (string kind in new[] { "png", "jpg", "bmp", "tif", "webp", "pgm" })
        {
            Ffmpeg("-frames:v", "1", "-pix_fmt", kind == "pgm" ? "gray" : kind is "jpg" or "webp" ? "yuvj420p" : "rgb24", "-update", "1", In(folder, $"picture/a.{kind}"));
        }

        Ffmpeg("-frames:v", "12", "-c:v", "mpeg4", In(folder, "a.mp4"));
        Ffmpeg("-frames:v", "12", "-c:v", "mpeg2video", In(folder, "a.ts"));
        Pictures(folder, "rows/a");
        Pictures(folder, "rows/b");
        Text(folder, "rows/labels.csv", "video,frame,label\n" + string.Concat(Enumerable.Range(0, Frames).Select(i => $"a,{i},{i % 2}\n\"b\",{i},\n")));
        Pictures(folder, "ranges/a");
        Text(folder, "ranges/labels.csv", "video,first,last\na,0,2\na,4,4\n");
        Pictures(folder, "ucsd/testing/frames/01");
        LabelFiles.Mat(In(folder, "ucsd/ped2.mat"), LabelFiles.Compress(LabelFiles.Structure("s", "x", LabelFiles.Matrix("", 1, 1, 2))), LabelFiles.Cells("gt", LabelFiles.SmallMatrix("", 2, 1, 2, 4)));
        Pictures(folder, "ucsdm/testing/frames/01");
        Text(folder, "ucsdm/UCSDped2.m", "TestVideoFile = {};\nTestVideoFile{end+1}.gt_frame = [2:4];\n");
        Pictures(folder, "shanghai/testing/frames/01_0014");
        LabelFiles.Npy(In(folder, "shanghai/testing/test_frame_mask/01_0014.npy"), "|u1", $"({Frames},)", [0, 1, 1, 0, 0, 1]);
        LabelFiles.Npy(In(folder, "shanghai/testing/test_pixel_mask/01_0014.npy"), "<f4", $"({Frames}, 2, 2)", new byte[Frames * 16]);
        Text(folder, "a.mbconfig", Config);
        Model(In(folder, "model.zip"));
        using (torch.Tensor weights = torch.arange(12, torch.float32).reshape(3, 4))
        {
            new SafeTensorsWriter().AddMetadata("format", "pt").Add("first.weight", weights).Add("second", weights).Save(In(folder, "a.safetensors"));
        }

        Detector(In(folder, "a.onnx"));
        Encoder(In(folder, "encoder.onnx"));
        Text(folder, "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\ndog\nruns\n##ning\n[MASK]\n");
    }

    private const string Config = """
        {
          "Type": "TrainingConfig", "Version": 5, "Scenario": "VideoAnomalyDetection",
          "DataSource": { "Type": "Synthetic", "Version": 1, "FolderPath": "synthetic:scene?fps=10" },
          "Environment": { "Type": "LocalCPU", "Version": 1 },
          "TrainingOption": {
            "Type": "VideoAnomalyDetectionTrainingOption", "Version": 1, "Trainer": "NormalModes", "Seed": 1, "OutputFolder": "models",
            "Parameters": { "Type": "NormalModes", "Version": 1, "NumberOfModes": 10, "ClipLength": 10, "Target": "Middle", "FalseAlarmQuantile": 0.995 }
          }
        }
        """;

    private static string In(string folder, string name)
    {
        string full = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private static void Text(string folder, string name, string text) => File.WriteAllText(In(folder, name), text);

    private static void Pictures(string folder, string name)
    {
        for (int i = 0; i < Frames; i++)
        {
            File.WriteAllBytes(In(folder, $"{name}/{i:000}.pgm"), [.. "P5\n8 8\n255\n"u8, .. new byte[64]]);
        }
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using Process process = Process.Start("ffmpeg", ["-y", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=s=32x24:r=12", .. arguments]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }

    private static void Model(string path)
    {
        var ml = new MLContext(seed: 1);
        byte[][] frames = [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, 24 * 32).Select(p => (byte)(p * i)).ToArray())];
        VideoDataView clips = VideoData.Load(ml, VideoSource.FromFrames("v", frames, new FrameFormat(24, 32, 1)));
        ITransformer model = ml.Transforms.DetectForegroundObjects(new ForegroundObjectsEstimator.Options()).Append(ml.Transforms.MotionFeatures("Motion")).Fit(clips);
        VadModel.Save(ml, model, clips.Schema, path);
    }

    private static void Detector(string path) => new OnnxGraph()
        .Input("images", OnnxGraph.Element.Float, 1, 3, 64, 64)
        .Output("output0", OnnxGraph.Element.Float, 1, 6, 84)
        .Constant("output0", new float[6 * 84], 1, 6, 84)
        .Metadata("task", "detect")
        .Metadata("names", "{0: 'person', 1: 'car'}")
        .Save(path);

    private static void Encoder(string path) => new OnnxGraph()
        .Input("input_ids", OnnxGraph.Element.Int64, "batch", "tokens")
        .Input("attention_mask", OnnxGraph.Element.Int64, "batch", "tokens")
        .Output("last_hidden_state", OnnxGraph.Element.Float, "batch", "tokens", 1)
        .Output("pooler_output", OnnxGraph.Element.Float, "batch", 1)
        .Constant("last", [-1L], 1)
        .Constant("zero", [0L])
        .Node("Cast", ["input_ids"], "ids", ("to", 1L))
        .Node("Cast", ["attention_mask"], "mask", ("to", 1L))
        .Node("Mul", ["ids", "mask"], "masked")
        .Node("Unsqueeze", ["masked", "last"], "last_hidden_state")
        .Node("Gather", ["last_hidden_state", "zero"], "pooler_output", ("axis", 1L))
        .Save(path);
}
