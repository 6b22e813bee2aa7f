namespace MlNetVad.Onnx;

/// <summary>What the numbers of a detector's output mean. Boxes are in pixels of the network's picture unless said otherwise.</summary>
public enum DetectorFormat
{
    /// <summary>
    /// YOLOX as its project exports it: <c>[B, N, 5 + classes]</c>, N the cells of three grids of strides s = 8, 16, 32 in row order;
    /// x, y offsets in cells and logarithms of width and height in cells, objectness, classes:
    /// <c>cx = (x + gx) · s</c>, <c>w = exp(w) · s</c>, score = objectness × class.
    /// </summary>
    Yolox,

    /// <summary>Like YOLOv5: <c>[B, N, 5 + classes]</c>: cx, cy, width, height, objectness, classes; score = objectness × class. Also YOLOX exported with decoded boxes.</summary>
    YoloV5,

    /// <summary>Like YOLOv8 and later: <c>[B, 4 + classes, N]</c>: rows of cx, cy, width, height and of one class each; score = class.</summary>
    YoloV8,

    /// <summary>
    /// Exported with the choice of boxes built in (YOLOv10, <c>nms=True</c>): <c>[B, N, 6]</c>: left, top, right, bottom, score, class id;
    /// rows of score 0 are empty. The names of the classes come from the file, or from <see cref="ObjectDetectionEstimator.Options.ClassNamesPath"/>.
    /// </summary>
    EndToEnd,
}

/// <summary>The order of a network's colour planes.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}

/// <summary>Where a picture lies in the network's picture when their shapes differ; the rest is padding.</summary>
public enum LetterboxAnchor
{
    /// <summary>In the upper left corner.</summary>
    TopLeft,

    /// <summary>In the centre.</summary>
    Centre,
}
