using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Tries a calibrator on anomalies made of held-out normal rows, kind by kind.</summary>
/// <param name="made">The kinds.</param>
/// <param name="folds">Some of each fold's rows, as its scorer scores them.</param>
internal sealed class TrialRun(MadeAnomalies made, IReadOnlyList<TriedFold> folds)
{
    private const int LeastRows = 20;   // fewer say nothing of a kind

    private static DataOperationsCatalog Views => SchemaPromise.Stock.Data;

    /// <summary>A calibrator that hears only parts that are better than chance on the kinds that they should find, with what came of the trial.</summary>
    /// <param name="calibrator">The calibrator that hears all parts.</param>
    /// <param name="heldOut">The scores that it was fitted on.</param>
    /// <exception cref="VadException">It does not fuse parts by rarity, or does not decide.</exception>
    public ITransformer Earned(ITransformer calibrator, IDataView heldOut)
    {
        MadeAnomalyTrial trial = Try(calibrator, []);
        string[] chance =
        [
            .. from kind in trial.Kinds
               where kind.Auc is not null
               group kind by kind.Part into own
               where own.Average(kind => kind.Auc) <= 0.5
               select own.Key,
        ];
        if (chance.Length > 0 && chance.Length < Fusion(calibrator).Parts.Count)
        {
            calibrator = made.CalibratorWithout(chance).Fit(heldOut);
            trial = Try(calibrator, chance);
        }

        Fusion(calibrator).Trial = trial;
        return calibrator;
    }

    private MadeAnomalyTrial Try(ITransformer calibrator, string[] leftOut)
    {
        IDataView normal = calibrator.Transform(new ConcatenatedView([.. folds.Select(fold => fold.Scored)]));
        string decision = VadModel.Leaves(calibrator).OfType<CalibrateScoreTransformer>().LastOrDefault() is { } last
            ? RedefinableParts.Names(last)[1]
            : throw new VadException("Made anomalies need a threshold that they are over or not; let the calibrator end with CalibrateScore.");
        return new MadeAnomalyTrial { Kinds = [.. made.Kinds.Select(kind => Try(kind, calibrator, normal, decision))], LeftOut = leftOut };
    }

    private TriedKind Try(MadeKind kind, ITransformer calibrator, IDataView normal, string decision)
    {
        string part = Fusion(calibrator).Parts.FirstOrDefault(part => part.Name == kind.Part)?.Column
            ?? throw new VadException($"The made anomaly '{kind.Name}' is for the part '{kind.Part}', which the fusion does not have; it has {string.Join(", ", Fusion(calibrator).PartNames)}.");
        float[][][] values = [.. kind.Changes.Select(change => folds.SelectMany(fold => fold.Values(change.ColumnName)).ToArray())];
        IDataView scored = calibrator.Transform(new ConcatenatedView([.. folds.Select(fold => fold.Changed(kind.Changes, values))]));
        IDataView once = Views.Cache(scored, MadeTransformer.Made, part, decision);
        int[] rows = [.. once.GetColumn<bool>(MadeTransformer.Made).Index().Where(row => row.Item).Select(row => row.Index)];
        var tried = new TriedKind { Name = kind.Name, Text = kind.Text, Part = kind.Part, Rows = rows.Length };
        if (rows.Length < LeastRows)
        {
            return tried;
        }

        float[] before = [.. normal.GetColumn<float>(part)], after = [.. once.GetColumn<float>(part)];
        bool[] over = [.. once.GetColumn<bool>(decision)];
        float[] labels = [.. rows.Select(_ => 0f), .. rows.Select(_ => 1f)];
        double auc = RocAuc.Compute([.. rows.Select(row => before[row]), .. rows.Select(row => after[row])], labels);
        return tried with { Auc = Math.Round(auc, 4), Noticed = Math.Round(rows.Average(row => over[row] ? 1.0 : 0), 4) };
    }

    private static TailFusionTransformer Fusion(ITransformer calibrator) => VadModel.Leaves(calibrator).OfType<TailFusionTransformer>().LastOrDefault()
        ?? throw new VadException("Made anomalies are for a score of several parts; let the calibrator fuse them with FuseByRarity.");
}
