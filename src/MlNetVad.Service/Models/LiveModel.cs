using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Service.Models;

/// <summary>What a model must be to score a camera.</summary>
internal static class LiveModel
{
    /// <summary>Refuses what would never say anything of a camera.</summary>
    /// <exception cref="VadException">The model reads no clips, or one of its steps reads far ahead.</exception>
    public static void Check(VadModel model)
    {
        _ = model.ClipOptions();

        // a stock scorer spreads its rows over threads in batches, and a camera's next batch is long in coming
        if (VadModel.Leaves(model.Transformer).FirstOrDefault(part => part is ISingleFeaturePredictionTransformer<object>) is { } scorer)
        {
            throw new VadException(
                $"The model has a stock scorer of ML.NET ({scorer.GetType().Name.Split('`')[0]}), which waits for many frames and gives a camera no score in time; "
                + "train with NearestNeighbors, CosineKMeans or another scorer of MlNetVad in its place, or score recordings with 'mlnetvad score'.");
        }
    }
}
