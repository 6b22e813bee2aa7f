using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Small clips to caption: every frame of every video has pixels of its own.</summary>
internal static class ClipRows
{
    public const int Height = 4;
    public const int Width = 6;

    /// <summary>Clips of five frames of some videos.</summary>
    public static IDataView Of(MLContext ml, params (string Id, int Frames)[] videos) =>
        VideoData.Load(ml, new VideoSource("clips", [.. videos.Select(v => Film(v.Id, v.Frames))]), new VideoOptions { Channels = 3 });

    /// <summary>One video.</summary>
    public static VadVideo Film(string id, int frames) => VideoSource.FromFrames(
        id, Enumerable.Range(0, frames).Select(i => Frame(id, i)).ToArray(), new FrameFormat(Height, Width, 3)).Videos[0];

    /// <summary>The pixels of a frame, [H, W, 3].</summary>
    public static byte[] Frame(string id, int index) =>
        [(byte)index, (byte)(index >> 8), .. Enumerable.Range(2, (Height * Width * 3) - 2).Select(p => (byte)((p * 7) + (index * 31) + id[^1]))];

    /// <summary>Rows without a clip.</summary>
    public static IDataView WithoutClip(MLContext ml) => ml.Data.LoadFromEnumerable([new Stranger()]);

    /// <summary>The captions of all rows.</summary>
    public static string[] Captions(this IDataView rows) => [.. rows.GetColumn<ReadOnlyMemory<char>>("Caption").Select(c => c.ToString())];

    /// <summary>Fits on the rows and captions them.</summary>
    public static string[] CaptionsOf(this ClipCaptionEstimator estimator, IDataView rows) => estimator.Fit(rows).Transform(rows).Captions();

    /// <summary>The first t frames of a clip that ends with a frame, as a captioner sees them.</summary>
    public static CaptionedClip Clip(string id, int last, byte[] buffer, int frames = 4)
    {
        for (int i = 0; i < frames; i++)
        {
            Frame(id, last - 4 + i).CopyTo(buffer, i * Height * Width * 3);
        }

        return new CaptionedClip(buffer, new ClipShape(frames, Height, Width, 3), id, last);
    }

    /// <summary>A clip for an engine that scores single rows.</summary>
    public sealed class Row
    {
        public string Video { get; set; } = "";

        public long Frame { get; set; }

        [VectorType(5, Height, Width, 3)]
        public byte[] Clip { get; set; } = new byte[5 * Height * Width * 3];

        public float Label { get; set; }
    }

    /// <summary>What an engine gives.</summary>
    public sealed class Captioned
    {
        public string Caption { get; set; } = "";
    }

    private sealed class Stranger
    {
        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public float Clip { get; set; }
    }
}
