using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// How large a pixel error is normal for this video: the error of predicting that nothing moves. Divided by it, the
/// frame's losses begin near 1 whatever the contrast and the traffic, and the loss weights mean the same everywhere.
/// </summary>
internal static class LossScale
{
    private const int Clips = 64;
    private const double Still = 1e-7;

    /// <summary>The scale: 1 / mean squared difference of the last two frames, or 1 where it is not wanted.</summary>
    /// <exception cref="VadException">Nothing moves in any training clip.</exception>
    public static double Of(BatchMaker batches, FramePredictor network, int[] samples, SparseFeatureFilteringTrainer.Options options)
    {
        using IDisposable untracked = no_grad();
        double error = 0;
        int count = Math.Min(Clips, samples.Length);
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            SampleBatch batch = batches.Pictures([samples[(int)((long)i * samples.Length / count)]]);
            error += batch.Target.Minus(batch.Last).Squared().mean().item<float>() / count;
        }

        if (error < Still)
        {
            throw new VadException("Nothing moves in the training video: its frames are all the same picture, so there is no normal life to learn; give video of the scene in use.");
        }

        return options.NormalizeLoss ? 1 / error : 1;
    }
}
