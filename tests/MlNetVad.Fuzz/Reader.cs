using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Torch.Weights;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Fuzz;

/// <summary>A public way into the library that reads a file.</summary>
/// <param name="Name">The kind of file.</param>
/// <param name="Path">Where the damaged file lies in the work folder; the others there are whole.</param>
/// <param name="Read">Reads it to its end; the work folder is its argument.</param>
internal sealed record Reader(string Name, string Path, Action<string> Read)
{
    private static readonly MLContext Context = new(seed: 1);

    /// <summary>All of them, in the order in which inputs go round.</summary>
    public static IReadOnlyList<Reader> All { get; } =
    [
        .. new[] { "png", "jpg", "bmp", "tif", "webp", "pgm" }.Select(kind => new Reader(kind, $"picture/a.{kind}", work => Describe(VideoSource.FromPictures(In(work, $"picture/a.{kind}"))))),
        new("mp4", "a.mp4", work => ReadFrames(VideoSource.FromPath(In(work, "a.mp4")))),
        new("ts", "a.ts", work => ReadFrames(VideoSource.FromPath(In(work, "a.ts")))),
        new("csv rows", "rows/labels.csv", work => Labels(VideoSource.FromPath(In(work, "rows")))),
        new("csv ranges", "ranges/labels.csv", work => Labels(VideoSource.FromPath(In(work, "ranges")))),
        new("mat", "ucsd/ped2.mat", work => Labels(VadDataset.Open(In(work, "ucsd"), VadSplit.Test, VadDatasetKind.UcsdPed2))),
        new("m", "ucsdm/UCSDped2.m", work => Labels(VadDataset.Open(In(work, "ucsdm"), VadSplit.Test, VadDatasetKind.UcsdPed2))),
        new("npy labels", "shanghai/testing/test_frame_mask/01_0014.npy", work => Labels(VadDataset.Open(In(work, "shanghai"), VadSplit.Test, VadDatasetKind.ShanghaiTech))),
        new("npy masks", "shanghai/testing/test_pixel_mask/01_0014.npy", work => Masks(VadDataset.Open(In(work, "shanghai"), VadSplit.Test, VadDatasetKind.ShanghaiTech))),
        new("mbconfig", "a.mbconfig", work => TrainingConfig.Load(In(work, "a.mbconfig"))),
        new("zip", "model.zip", work => VadModel.Load(Context, In(work, "model.zip")).ClipOptions()),
        new("safetensors", "a.safetensors", ReadWeights),
        new("onnx", "a.onnx", work => Objects(In(work, "a.onnx"))),
        new("vocab", "vocab.txt", Sentence),
    ];

    private static string In(string work, string name) => System.IO.Path.Combine(work, name);

    private static void Describe(VideoSource source) => source.Videos.ToList().ForEach(video => _ = video.NativeFormat);

    private static void ReadFrames(VideoSource source)
    {
        foreach (VadVideo video in source.Videos)
        {
            using FrameReader frames = video.OpenFrames(new FrameFormat(24, 32));
            byte[] frame = new byte[frames.Format.FrameBytes];
            while (frames.Read(frame))
            {
                // to its end
            }
        }
    }

    private static void Labels(VideoSource source)
    {
        _ = source.LabelNote;
        foreach (float label in source.Videos.SelectMany(video => video.Labels ?? []))
        {
            if (label is not (0 or 1) && !float.IsNaN(label))
            {
                throw new InvalidOperationException($"a label is {label}");
            }
        }
    }

    private static void Masks(VideoSource source)
    {
        foreach (VadVideo video in source.Videos)
        {
            using FrameReader masks = video.OpenMasks(new FrameFormat(24, 32))!;
            byte[] mask = new byte[masks.Format.FrameBytes];
            while (masks.Read(mask))
            {
                if (mask.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
                {
                    throw new InvalidOperationException("a mask is neither 0 nor 1");
                }
            }
        }
    }

    private static void ReadWeights(string work)
    {
        using SafeTensorsReader weights = SafeTensorsReader.Open(In(work, "a.safetensors"));
        foreach (WeightInfo info in weights.Tensors)
        {
            weights.Read(info.Name).Dispose();
        }
    }

    private static void Objects(string network)
    {
        IDataView clips = VideoData.Load(Context, VideoSource.FromFrames("black", [new byte[64 * 64]], new FrameFormat(64, 64, 1)), new VideoOptions { ClipLength = 1 });
        IDataView found = Context.Transforms.DetectObjects("Objects", "Clip", network, DetectorFormat.YoloV8).Fit(clips).Transform(clips);
        _ = found.GetColumn<VBuffer<float>>("Objects").Count();
    }

    private static void Sentence(string work)
    {
        IDataView rows = Context.Data.LoadFromEnumerable([new TextRow { Caption = "a dog runs" }]);
        _ = Context.Transforms.EmbedText("Meaning", "Caption", In(work, "encoder.onnx"), In(work, "vocab.txt"))
            .Fit(rows).Transform(rows).GetColumn<VBuffer<float>>("Meaning").Count();
    }

    private sealed class TextRow
    {
        public string Caption { get; set; } = "";
    }
}
