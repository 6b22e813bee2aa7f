using Microsoft.ML.Runtime;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Samples;
using MlNetVad.Torch.Trainers.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>
/// What is decided after training, on held-out normal clips: how pixel errors are pooled (by how well made-up anomalies stand
/// out), and the scales of normal errors.
/// </summary>
internal sealed class Calibrator(FramePredictor network, SampleSpool spool, HeldOutRows rows, SparseFeatureFilteringTrainer.Options options, IChannel channel)
{
    private const int PoolingSamples = 256;
    private const int Batch = 8;
    private readonly BatchMaker _batches = new(spool);
    private readonly List<(string, string)> _notes = [];

    /// <summary>Completes the model.</summary>
    public PredictorModel Calibrate()
    {
        PoolingChoice pooling = options.Pooling switch
        {
            FramePooling.WholeFrameMean => new PoolingChoice(options.PixelError, 0, options.ContrastFloor),
            FramePooling.BoxMaximum => new PoolingChoice(options.PixelError, options.PoolingBox, options.ContrastFloor),
            _ => Choose(),
        };
        var bare = new PredictorModel(network, pooling, null!, default, PlaceScale.None, []);
        UnitErrors[] units = Errors(bare);
        PlaceScale places = options.ObjectsColumnName is null
            ? PlaceScale.None
            : PlaceScale.Learn([.. rows.HeldOut.Zip(units, (sample, unit) => (spool.Place(sample), unit.Frame))]);
        List<(float Frame, float Semantic)[]> errors =
        [
            .. rows.HeldOut.Zip(units).GroupBy(p => spool.Row(p.First), p => (p.Second.Frame / places.At(spool.Place(p.First)), p.Second.Semantic)).Select(g => g.ToArray()),
        ];
        ScoreFusion fusion = ScoreFusion.Learn(errors, spool.TextWidth > 0, options.FrameWeight, options.SemanticWeight, options.FalseAlarmQuantile);
        return bare with { Fusion = fusion, Places = places, Notes = _notes };
    }

    private PoolingChoice Choose()
    {
        int[] samples = rows.Some(PoolingSamples);
        float squared = MeanContrast(samples, PixelError.Squared), absolute = MeanContrast(samples, PixelError.Absolute);
        PoolingChoice[] candidates = [.. PoolingChoice.Candidates(spool.Size.Height, spool.Size.Width, kind => kind == PixelError.Squared ? squared : absolute)];
        var pseudo = new PseudoAnomalies(spool.Size, spool.Length, options.ObjectsColumnName is not null);
        float[][] normal = Pooled(candidates, samples, null), strange = Pooled(candidates, samples, pseudo.Apply);
        float[] labels = [.. Enumerable.Repeat(0f, samples.Length), .. Enumerable.Repeat(1f, samples.Length)];
        double[] aucs = [.. candidates.Select((_, i) => RocAuc.Compute([.. normal[i], .. strange[i]], labels))];
        int best = Array.IndexOf(aucs, aucs.Max());
        double paper = aucs[Array.IndexOf(candidates, new PoolingChoice(PixelError.Squared, 0, 0))];
        string told = $"chosen on held-out normal clips, half of them with a made-up anomaly: AUC {aucs[best]:0.000}, whole-frame mean of squares {paper:0.000}";
        channel.Info(MessageSensitivity.None, $"pooling: {candidates[best]}, {told}");
        _notes.Add((PredictorModel.PoolingNote, told));
        return candidates[best];
    }

    private float MeanContrast(int[] samples, PixelError kind)
    {
        var pooling = new ErrorPooling(spool.Size.Channels, spool.Size.Height, spool.Size.Width);
        float[] map = new float[spool.Size.Height * spool.Size.Width];
        double sum = 0;
        foreach (int sample in samples)
        {
            using DisposeScope scope = NewDisposeScope();
            pooling.Contrast(Values(_batches.Pictures([sample]).Target), kind, map);
            sum += map.Average();
        }

        return (float)Math.Max(1e-6, sum / samples.Length);
    }

    private float[][] Pooled(PoolingChoice[] candidates, int[] samples, Action<int, byte[]>? change)
    {
        float[][] pooled = [.. candidates.Select(_ => new float[samples.Length])];
        ForEachBatch(samples, change, (start, batch, prediction) =>
        {
            var pooling = new ErrorPooling(spool.Size.Channels, spool.Size.Height, spool.Size.Width);
            float[] map = new float[spool.Size.Height * spool.Size.Width];
            for (int b = 0; b < batch.Target.shape[0]; b++)
            {
                ReadOnlySpan<float> predicted = Row(prediction.Frame, b), real = Row(batch.Target, b);
                for (int i = 0; i < candidates.Length; i++)
                {
                    if (i == 0 || candidates[i].Error != candidates[i - 1].Error)
                    {
                        pooling.Map(predicted, real, candidates[i].Error, map);
                    }

                    pooled[i][start + b] = candidates[i].Pool(pooling, map, real);
                }
            }
        });
        return pooled;
    }

    private UnitErrors[] Errors(PredictorModel model)
    {
        var units = new UnitErrors[rows.HeldOut.Length];
        ForEachBatch(rows.HeldOut, null, (start, batch, prediction) =>
            new ErrorReader(model, ErrorMapGrain.Patch, false, false).Read(prediction, batch.Target, batch.Text).CopyTo(units, start));
        return units;
    }

    // several at once; the first sample of each is named
    private void ForEachBatch(int[] samples, Action<int, byte[]>? change, Action<int, SampleBatch, Prediction> use) =>
        Workers.For((samples.Length + Batch - 1) / Batch, i =>
        {
            using DisposeScope scope = NewDisposeScope();
            int start = i * Batch;
            SampleBatch batch = _batches.Make(samples.AsSpan(start, Math.Min(Batch, samples.Length - start)), change);
            use(start, batch, batch.PredictedBy(network));
        });

    private ReadOnlySpan<float> Row(Tensor batch, int index) => Values(batch).Slice(index * spool.Size.Elements, spool.Size.Elements);

    private static ReadOnlySpan<float> Values(Tensor tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes);
}
