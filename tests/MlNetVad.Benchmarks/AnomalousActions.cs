using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Torch.Trainers;
using MlNetVad.Trainers;

namespace MlNetVad.Benchmarks;

/// <summary>Each action in turn is the anomaly, the others are normal: how well the distance to the modes of normal responses tells it, where the features have learned it and where they have not.</summary>
internal static class AnomalousActions
{
    private const int Modes = 10;

    /// <summary>Prints a row an action.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="known">Encoded clips to learn from; those of the anomalous action are left out of the modes.</param>
    /// <param name="unknown">Encoded clips of other videos.</param>
    public static void Print(MLContext ml, IDataView known, IDataView unknown)
    {
        string[] actions = [.. known.GetColumn<string>("Action").Distinct()];
        if (actions.Length < 3)
        {
            return;   // features are learned from two actions at least
        }

        Console.WriteLine("| anomalous | AUC, features have learned it | AUC, they have not |");
        foreach (string action in actions)
        {
            IDataView normal = Only(ml, known, name => name != action);
            double learned = Auc(ml, Features(ml, known), normal, unknown, action);
            Console.WriteLine($"| {action} | {learned:0.000} | {Auc(ml, Features(ml, normal), normal, unknown, action):0.000} |");
        }
    }

    private static ActionFeatureTransformer Features(MLContext ml, IDataView clips) =>
        ml.AnomalyDetection.Trainers.ActionFeatures(ml, new ActionFeatureTrainer.Options { SubtractMean = true, Seed = 1 }).Fit(clips);

    private static double Auc(MLContext ml, ActionFeatureTransformer features, IDataView normal, IDataView unknown, string action)
    {
        ITransformer modes = ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options
        {
            FeatureColumnName = "ActionFeaturesResponses", NumberOfModes = Modes, ScoreColumnName = "Distance", ObjectScoresColumnName = "Distances", NearestModeColumnName = "Mode",
        }).Fit(features.Transform(normal));
        IDataView scored = modes.Transform(features.Transform(unknown));
        return ActionBench.Auc([.. scored.GetColumn<float>("Distance").Zip(scored.GetColumn<string>("Action"), (score, name) => (score, name == action))]);
    }

    private static IDataView Only(MLContext ml, IDataView clips, Func<string, bool> wanted) =>
        ml.Data.FilterByCustomPredicate<Named>(clips, row => !wanted(row.Action));

    private sealed class Named
    {
        public string Action { get; set; } = "";
    }
}
