using MlNetVad.Onnx.DetectObjects;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Onnx;

/// <content>The options.</content>
public sealed partial class ObjectDetectionEstimator
{
    /// <summary>The options, defaults in one place. Only <see cref="ModelPath"/> has none.</summary>
    public sealed class Options : INeedsFiles
    {
        /// <summary>The column to add.</summary>
        public string OutputColumnName = "Objects";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The detector's ONNX file.</summary>
        public string ModelPath = "";

        /// <summary>The clip's frame that is searched; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>What the numbers of the output mean.</summary>
        public DetectorFormat Format = DetectorFormat.Yolox;

        /// <summary>The network's input; null for its only one.</summary>
        public string? InputName;

        /// <summary>The network's output; null for its first one.</summary>
        public string? OutputName;

        /// <summary>Side of the network's picture in pixels, a multiple of 32, where its file leaves that open; 0 for what is usual: 416 with Yolox, else 640.</summary>
        public int InputSize;

        /// <summary>The order of the colour planes; null for what is usual: Bgr with Yolox, else Rgb.</summary>
        public ColorOrder? ColorOrder;

        /// <summary>What a pixel, 0 … 255, is multiplied by; null for what is usual: 1 with Yolox, else 1/255.</summary>
        public float? PixelScale;

        /// <summary>What is subtracted after that, one number a plane in the network's order; null for nothing.</summary>
        public float[]? Mean;

        /// <summary>What is divided by after that, one number a plane; null for nothing.</summary>
        public float[]? Std;

        /// <summary>The pixel value of the padding, 0 … 255.</summary>
        public int Padding = 114;

        /// <summary>Where the picture lies in the padding; null for what is usual: TopLeft with Yolox, else Centre.</summary>
        public LetterboxAnchor? Anchor;

        /// <summary>Boxes with a lower score are dropped, above 0 up to 1.</summary>
        public float ScoreThreshold = 0.3f;

        /// <summary>Of two boxes that overlap more (intersection over union), the one with the lower score is dropped, 0 … 1.</summary>
        public float NmsThreshold = 0.45f;

        /// <summary>Whether a box may drop a box of another class too.</summary>
        public bool ClassAgnosticNms;

        /// <summary>The classes to keep, names or ids with commas between them: <c>"person, bicycle, 2"</c>; null for all.</summary>
        public string? Classes;

        /// <summary>A text file with one class name a line; null for the names that the network's own metadata give; without any, the COCO names where there are 80 classes, else numbers.</summary>
        public string? ClassNamesPath;

        /// <summary>The most objects a frame, those of highest score; at least 1.</summary>
        public int MaximumObjects = 300;

        /// <summary>
        /// How many times the frame is enlarged before it is cut into tiles of the network's size; 1 for no enlargement: the frame, or each of
        /// <see cref="TileColumns"/> × <see cref="TileRows"/> tiles, is fitted into the network's picture.
        /// </summary>
        public float Scale = 1;

        /// <summary>Tiles side by side; 0 for as many as <see cref="Scale"/> needs. Fewer than that are larger, and enlarged less.</summary>
        public int TileColumns;

        /// <summary>Tiles one above the other; 0 for as many as <see cref="Scale"/> needs.</summary>
        public int TileRows;

        /// <summary>The share of a tile's side that its neighbour sees too, at least; 0 … 0.9. Objects up to that size are whole in one tile.</summary>
        public float TileOverlap = 0.2f;

        /// <inheritdoc/>
        public IReadOnlyList<NeededFile> NeededFiles() =>
        [
            new(nameof(ModelPath), "the object detector", ModelPath, "yolox_nano.onnx from the releases of Megvii-BaseDetection/YOLOX (Apache-2.0), or any YOLO detector exported to ONNX (docs/detectors.md)"),
        ];

        internal InputColumn[] Inputs => [InputColumn.Clip(ClipColumnName)];

        internal OutputColumn[] Outputs => [new(OutputColumnName, OutputColumn.BagType(Detection.Stride))];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            if (string.IsNullOrWhiteSpace(ModelPath))
            {
                throw new VadException("ModelPath is empty; give the path of the detector's ONNX file.");
            }

            OptionCheck.OneOf(nameof(Target), Target);
            OptionCheck.OneOf(nameof(Format), Format);
            OptionCheck.OneOf(nameof(ColorOrder), ColorOrder ?? default);
            OptionCheck.OneOf(nameof(Anchor), Anchor ?? default);
            OptionCheck.Between(nameof(InputSize), InputSize, 0, 8192);
            OptionCheck.Above(nameof(PixelScale), PixelScale ?? 1, 0);
            OptionCheck.Between(nameof(Padding), Padding, 0, 255);
            OptionCheck.Above(nameof(ScoreThreshold), ScoreThreshold, 0, 1);
            OptionCheck.Between(nameof(NmsThreshold), NmsThreshold, 0, 1);
            OptionCheck.Between(nameof(MaximumObjects), MaximumObjects, 1, 100_000);
            OptionCheck.Above(nameof(Scale), Scale, 0, 64);
            OptionCheck.Between(nameof(TileColumns), TileColumns, 0, 64);
            OptionCheck.Between(nameof(TileRows), TileRows, 0, 64);
            OptionCheck.Between(nameof(TileOverlap), TileOverlap, 0, 0.9f);
            CheckPlanes(nameof(Mean), Mean, float.NegativeInfinity);
            CheckPlanes(nameof(Std), Std, 0);
        }

        private static void CheckPlanes(string option, float[]? values, float bound)
        {
            if (values is not null && (values.Length != 3 || !Array.TrueForAll(values, v => float.IsFinite(v) && v > bound)))
            {
                throw new VadException($"{option} is [{string.Join(", ", values)}]; expected three numbers{(bound < 0 ? "" : $" above {bound}")}, one a colour plane: correct the option.");
            }
        }
    }
}
