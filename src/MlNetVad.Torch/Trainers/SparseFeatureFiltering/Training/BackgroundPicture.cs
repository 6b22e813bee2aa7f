using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Torch.Trainers.Samples;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>The scene without what moves: the mean of frames spread over the training clips.</summary>
internal static class BackgroundPicture
{
    private const int Frames = 512;

    /// <summary>Gives the network its background.</summary>
    public static void Learn(FramePredictor network, SampleSpool spool, int[] samples)
    {
        var scale = new PictureScale(spool.Size);
        byte[] planes = new byte[spool.Length * spool.Size.Elements];
        float[] frame = new float[spool.Size.Elements], mean = new float[spool.Size.Elements];
        int count = Math.Min(Frames, samples.Length);
        for (int i = 0; i < count; i++)
        {
            spool.ReadFrames(samples[(int)((long)i * samples.Length / count)], planes);
            scale.Apply(planes.AsSpan(0, spool.Size.Elements), frame);
            TensorPrimitives.MultiplyAdd(frame, 1f / count, mean, mean);
        }

        mean.CopyTo(MemoryMarshal.Cast<byte, float>(network.background.bytes));
    }
}
