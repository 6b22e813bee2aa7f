using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Loader;

/// <summary>A program that only loads and uses a model.</summary>
public static class Program
{
    /// <summary>Arguments: the zip and a file of one frame's bytes. Prints the numbers of the Objects column in hexadecimal.</summary>
    private static int Main(string[] args)
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = ml.Model.Load(args[0], out DataViewSchema schema);
        var clip = (VectorDataViewType)schema["Clip"].Type;
        var format = new FrameFormat(clip.Dimensions[1], clip.Dimensions[2], clip.Dimensions[3]);
        IDataView clips = VideoData.Load(
            ml, VideoSource.FromFrames("frame", [File.ReadAllBytes(args[1])], format), new VideoOptions { ClipLength = 1, Channels = format.Channels });
        float[] objects = [.. model.Transform(clips).GetColumn<VBuffer<float>>("Objects").Single().DenseValues()];
        Console.WriteLine(Convert.ToHexString(MemoryMarshal.AsBytes<float>(objects)));
        return 0;
    }
}
