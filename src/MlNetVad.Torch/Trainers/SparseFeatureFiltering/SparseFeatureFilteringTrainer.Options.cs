using System.Reflection;
using MlNetVad.Torch.Networks;
using MlNetVad.Transforms;

namespace MlNetVad.Torch.Trainers;

/// <summary>How weight decay enters Adam.</summary>
public enum WeightDecayMode
{
    /// <summary>Weights shrink by a share of themselves a step, beside the gradient (AdamW).</summary>
    Decoupled,

    /// <summary>The decay is added to the gradient (the papers' setting). With a loss as small as a mean squared error it can kill a network.</summary>
    Coupled,
}

public sealed partial class SparseFeatureFilteringTrainer
{
    /// <summary>What can be chosen; the defaults are the compact profile.</summary>
    public sealed class Options
    {
        /// <summary>The clips, <c>Vector&lt;Byte, T, H, W, C&gt;</c>; the last frame is predicted from those before.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>Text embeddings of the network's width: <c>Vector&lt;Single, S&gt;</c>, or in object-centric mode
        /// <c>Vector&lt;Single, *, S&gt;</c>, one an object. Null: no semantic branch.</summary>
        public string? SemanticColumnName;

        /// <summary>The objects of a clip's last frame, <c>Vector&lt;Single, *, 6&gt;</c>: each one's crop is predicted by itself,
        /// and a frame's score is the highest of its objects (SIB-VAD, object-centric). Null: whole frames.</summary>
        public string? ObjectsColumnName;

        /// <summary>The tokens that a frozen vision tower gives of each input frame, the class token first:
        /// <c>Vector&lt;Single, T, 1 + P, w&gt;</c> for T = InputFrames and the P = (Height / PatchSize) · (Width / PatchSize) patches of the
        /// network's picture, row by row. Their width w is taken from the column where AppearanceTokenWidth is 0. They take the place of the
        /// trained appearance encoder (SFN-VAD, section 4.1), and are used in half precision. Whole frames only. The pictures of the network
        /// still matter: they are what it predicts and what motion is seen in. The made-up anomalies that <see cref="Pooling"/> Auto chooses by
        /// change the pictures alone, for the tower is not here to encode them again. Null: the appearance encoder is trained along.</summary>
        public string? AppearanceColumnName;

        /// <summary>The vision tower's patch embeddings of the last SkipFrames input frames, <c>Vector&lt;Single, SkipFrames, P, w&gt;</c>,
        /// which the skip carries to the frame head. Null: the skip carries the last hidden states of the patches of these frames, which is
        /// not the papers' skip but needs no other output of the tower.</summary>
        public string? AppearanceEmbeddingColumnName;

        /// <summary>The column for the calibrated score, <c>Single</c>.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>The column for the decision, <c>Boolean</c>.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>The column for the pooled prediction error, <c>Single</c>, in squared or absolute standard units of grey.</summary>
        public string FrameErrorColumnName = "FrameError";

        /// <summary>The column for 1 − cos between the text embedding and its prediction, <c>Single</c>, 0 … 2.</summary>
        public string SemanticErrorColumnName = "SemanticError";

        /// <summary>The column for the error map, <c>Vector&lt;Single, h, w&gt;</c> (with objects one map an object).</summary>
        public string ErrorMapColumnName = "ErrorMap";

        /// <summary>The column for one calibrated score an object; object-centric mode only.</summary>
        public string ObjectScoresColumnName = "ObjectScores";

        /// <summary>The column for the predicted picture, <c>Vector&lt;Single, H, W, C&gt;</c> in grey levels; null for none.</summary>
        public string? PredictedFrameColumnName;

        /// <summary>The column for the share of tokens that each filter took, <c>Vector&lt;Single, layers, N&gt;</c>; null for none.</summary>
        public string? RoutingColumnName;

        /// <summary>The network.</summary>
        public PredictorOptions Network = PredictorOptions.Compact();

        /// <summary>A model zip of SfnVad or SibVad whose network this training goes on from: fine-tuning on another camera's video, which takes fewer steps, at a lower
        /// <see cref="LearningRate"/>. Its network must have the same options; background, pooling and calibration are learned anew. Null: random weights.</summary>
        public string? InitialModelPath;

        /// <summary>λ1, the weight of the prediction loss, at least 0.</summary>
        public float PredictionWeight = 1;

        /// <summary>λ2, the weight of the semantic loss, at least 0.</summary>
        public float SemanticLossWeight = 1;

        /// <summary>λ3, the weight of the motion loss, at least 0.</summary>
        public float MotionWeight = 1;

        /// <summary>λ4, the weight of the balance loss, at least 0; the papers' 0.001 lets the router use 7 of 63 filters only, at our rate and scale of loss.</summary>
        public float BalanceWeight = 0.02f;

        /// <summary>Whether prediction and motion loss are divided by the error of predicting that nothing moves, so that the weights mean the same for every video.</summary>
        public bool NormalizeLoss = true;

        /// <summary>Passes over the training clips, at least 1.</summary>
        public int Epochs = 10;

        /// <summary>Steps at most, at least 1; null for no limit.</summary>
        public int? MaximumSteps;

        /// <summary>Minutes of training at most; the learning rate then falls with the time. Null for no limit; with one, results depend on the machine's speed.</summary>
        public double? TimeBudgetMinutes;

        /// <summary>Clips, or objects, a step, at least 1.</summary>
        public int BatchSize = 4;

        /// <summary>The highest learning rate, above 0.</summary>
        public double LearningRate = 3e-3;

        /// <summary>How the learning rate goes.</summary>
        public LearningRateSchedule Schedule = LearningRateSchedule.WarmUpCosine;

        /// <summary>Steps of warm-up, at least 0.</summary>
        public int WarmUpSteps = 50;

        /// <summary>Weight decay, at least 0; the papers have 1e-5, coupled.</summary>
        public double WeightDecay;

        /// <summary>How weight decay enters Adam.</summary>
        public WeightDecayMode WeightDecayMode = WeightDecayMode.Decoupled;

        /// <summary>Gradients longer than this are shortened to it; 0 for never.</summary>
        public double ClipNorm = 1;

        /// <summary>Share of the clips that is held out, in whole stretches, for early stopping, pooling and calibration, 0 … 0.5.</summary>
        public double HeldOutShare = 0.1;

        /// <summary>Steps between looks at the held-out clips, and between checkpoints, at least 1.</summary>
        public int CheckInterval = 250;

        /// <summary>Looks without a lower loss before training ends; 0 for never.</summary>
        public int Patience;

        /// <summary>Where the state of the training goes after every look; null for nowhere.</summary>
        public string? CheckpointPath;

        /// <summary>Whether to go on from the checkpoint, where there is one.</summary>
        public bool Resume;

        /// <summary>How the errors of pixels become the error of a frame.</summary>
        public FramePooling Pooling = FramePooling.Auto;

        /// <summary>What a pixel's error is, unless <see cref="Pooling"/> is Auto.</summary>
        public PixelError PixelError = PixelError.Squared;

        /// <summary>Side of the box of <see cref="FramePooling.BoxMaximum"/>, in pixels of the network's picture.</summary>
        public int PoolingBox = 16;

        /// <summary>Above 0: errors are divided by the contrast of their box (the mean length of the gradient, or of its square for squared
        /// errors), plus this; 0: they are not (the papers). Unless <see cref="Pooling"/> is Auto.</summary>
        public float ContrastFloor;

        /// <summary>w_v, the weight of the frame error in the score, at least 0.</summary>
        public float FrameWeight = 0.8f;

        /// <summary>w_t, the weight of the semantic error in the score, at least 0.</summary>
        public float SemanticWeight = 0.2f;

        /// <summary>The quantile of held-out normal scores that becomes 0.5, in (0.5, 1].</summary>
        public double FalseAlarmQuantile = 0.995;

        /// <summary>Scores above this are predicted anomalous.</summary>
        public float Threshold = 0.5f;

        /// <summary>How fine the error map is.</summary>
        public ErrorMapGrain ErrorMapGrain = ErrorMapGrain.Patch;

        /// <summary>Longer side of every crop by the median of the longer sides of normal objects, at least 1.</summary>
        public float CropMargin = 1.6f;

        /// <summary>Rows scored together where the number of rows is known, at least 1.</summary>
        public int LookAhead = 8;

        /// <summary>Folder for the temporary file with the training clips; null for the system's.</summary>
        public string? WorkFolder;

        /// <summary>Decides the first weights and the order of the clips; null takes the seed of the <see cref="Microsoft.ML.MLContext"/>.</summary>
        public int? Seed;

        /// <summary>Hears how the training goes.</summary>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Ends training early with the best network so far.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            copy.Network = Network.Clone();
            if (copy.SemanticColumnName is null)
            {
                copy.Network.TextDimension = 0;
            }

            return copy;
        }

        /// <summary>The network, with tokens of any width.</summary>
        internal PredictorOptions AnyTokens()
        {
            PredictorOptions network = Network.Clone();
            network.AppearanceTokenWidth = 0;
            return network;
        }

        internal LossWeights Weights(double scale) =>
            new((float)(PredictionWeight * scale), SemanticLossWeight, (float)(MotionWeight * scale), BalanceWeight);

        /// <summary>All that decides what is trained, for checkpoints.</summary>
        internal string Fingerprint()
        {
            string[] apart = [nameof(CheckpointPath), nameof(Resume), nameof(WorkFolder), nameof(Seed), nameof(Progress), nameof(CancellationToken), nameof(Network), nameof(LookAhead)];
            IEnumerable<string> own = typeof(Options).GetFields(BindingFlags.Instance | BindingFlags.Public)
                .Where(f => !apart.Contains(f.Name) && !f.Name.EndsWith("ColumnName", StringComparison.Ordinal))
                .Select(f => $"{f.Name} {f.GetValue(this)}");
            return string.Join("; ", own.Concat(Network.Describe().Select(p => $"{p.Key} {p.Value}")));
        }

        internal void Validate()
        {
            ValidateAppearance();
            OptionRange.Check(nameof(PredictionWeight), PredictionWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(SemanticLossWeight), SemanticLossWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(MotionWeight), MotionWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(BalanceWeight), BalanceWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(Epochs), Epochs, 1, 1_000_000);
            OptionRange.Check(nameof(MaximumSteps), MaximumSteps ?? 1, 1, int.MaxValue);
            OptionRange.Check(nameof(TimeBudgetMinutes), TimeBudgetMinutes ?? 1, 1e-6, 1e6);
            OptionRange.Check(nameof(BatchSize), BatchSize, 1, 65536);
            OptionRange.Check(nameof(LearningRate), LearningRate, 1e-12, 10);
            OptionRange.Check(nameof(WarmUpSteps), WarmUpSteps, 0, int.MaxValue);
            OptionRange.Check(nameof(WeightDecay), WeightDecay, 0, 1);
            OptionRange.Check(nameof(ClipNorm), ClipNorm, 0, double.MaxValue);
            OptionRange.Check(nameof(HeldOutShare), HeldOutShare, 0, 0.5);
            OptionRange.Check(nameof(CheckInterval), CheckInterval, 1, int.MaxValue);
            OptionRange.Check(nameof(Patience), Patience, 0, int.MaxValue);
            OptionRange.Check(nameof(PoolingBox), PoolingBox, 1, Math.Min(Network.Height, Network.Width));
            OptionRange.Check(nameof(ContrastFloor), ContrastFloor, 0, float.MaxValue);
            OptionRange.Check(nameof(FrameWeight), FrameWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(SemanticWeight), SemanticWeight, 0, float.MaxValue);
            OptionRange.Check(nameof(FalseAlarmQuantile), FalseAlarmQuantile, 0.5, 1);
            OptionRange.Check(nameof(Threshold), Threshold, float.MinValue, float.MaxValue);
            OptionRange.Check(nameof(CropMargin), CropMargin, 1, 10);
            OptionRange.Check(nameof(LookAhead), LookAhead, 1, 1024);
            if (Resume && CheckpointPath is null)
            {
                throw new VadException("Resume needs a CheckpointPath: give the checkpoint of the training to go on with.");
            }
        }

        private void ValidateAppearance()
        {
            PredictorOptions network = Network.Clone();
            if (AppearanceColumnName is not null && network.AppearanceTokenWidth == 0)
            {
                network.AppearanceTokenWidth = 1;   // the column will say
            }

            network.Validate();
            Refuse(network.AppearanceTokenWidth > 0 && AppearanceColumnName is null,
                $"{nameof(PredictorOptions.AppearanceTokenWidth)} is {network.AppearanceTokenWidth}, but no column gives frozen appearance tokens; name it in {nameof(AppearanceColumnName)}, or set the width to 0 to train the appearance encoder.");
            Refuse(AppearanceColumnName is not null && ObjectsColumnName is not null,
                $"{nameof(AppearanceColumnName)} and {nameof(ObjectsColumnName)} do not go together: frozen tokens describe the whole frame, not an object's crop; set one of the two to null.");
            Refuse(AppearanceEmbeddingColumnName is not null && (AppearanceColumnName is null || !network.Skip),
                $"{nameof(AppearanceEmbeddingColumnName)} is '{AppearanceEmbeddingColumnName}', but only the skip of a network with {nameof(AppearanceColumnName)} reads patch embeddings; set it to null, or set the others.");
        }

        private static void Refuse(bool wrong, string sentence)
        {
            if (wrong)
            {
                throw new VadException(sentence);
            }
        }
    }
}

/// <summary>Checks numbers among the options.</summary>
internal static class OptionRange
{
    /// <summary>Refuses a number outside its range, NaN included.</summary>
    /// <exception cref="VadException">It is.</exception>
    public static void Check(string name, double value, double lowest, double highest)
    {
        if (!(value >= lowest && value <= highest))
        {
            throw new VadException($"{name} is {value}; expected {lowest} to {highest}: correct the option.");
        }
    }
}
