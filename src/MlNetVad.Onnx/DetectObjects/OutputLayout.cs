using System.Numerics.Tensors;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>The shape of a detector's output, found to fit its format.</summary>
/// <param name="Boxes">N.</param>
/// <param name="Attributes">Numbers a box.</param>
/// <param name="Classes">Classes among them.</param>
internal sealed record OutputLayout(int Boxes, int Attributes, int Classes)
{
    private const int BoxNumbers = 4;

    /// <summary>Numbers of a box with its score and class id.</summary>
    public const int EndToEndNumbers = 6;

    /// <summary>Whether the format has objectness before the classes.</summary>
    public static int BeforeClasses(DetectorFormat format) => format == DetectorFormat.YoloV8 ? BoxNumbers : BoxNumbers + 1;

    /// <summary>
    /// The lowest number among one picture's scores and objectness. A sigmoid gives none below 0; coefficients of masks, angles and places
    /// of joints, which other heads have where scores are expected, lie on both sides of it. 0 for end-to-end outputs, whose spare rows may
    /// hold anything.
    /// </summary>
    /// <param name="format">The output's format.</param>
    /// <param name="picture">The numbers of one picture.</param>
    public float LowestScore(DetectorFormat format, ReadOnlySpan<float> picture)
    {
        if (format == DetectorFormat.YoloV8)
        {
            return TensorPrimitives.Min(picture[(BoxNumbers * Boxes)..]);
        }

        float lowest = 0;
        for (int at = BoxNumbers; at < picture.Length && format != DetectorFormat.EndToEnd; at += Attributes)
        {
            lowest = Math.Min(lowest, TensorPrimitives.Min(picture.Slice(at, Attributes - BoxNumbers)));
        }

        return lowest;
    }

    /// <summary>Checks what a network gave for a blank picture.</summary>
    /// <param name="file">The network's file, for messages.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="format">The format that it should have.</param>
    /// <param name="shape">The output's dimensions.</param>
    /// <param name="input">The network's picture: batch, height, width.</param>
    /// <param name="values">The output.</param>
    /// <exception cref="VadException">It is not of this format; the message names the format that it looks like.</exception>
    public static OutputLayout Of(
        string file, string output, DetectorFormat format, long[] shape, (int Batch, int Height, int Width) input, ReadOnlySpan<float> values)
    {
        int cells = YoloxDecoder.Cells(input.Height, input.Width);
        string given = $"The output '{output}' of '{file}' is [{string.Join(", ", shape)}] for a picture of {input.Width} × {input.Height}";
        if (shape.Length != 3 || shape[0] != input.Batch)
        {
            throw new VadException($"{given}; expected {Expected(format, cells, input.Batch)} (Format {format}): give a detector with one output of boxes.");
        }

        (int rows, int columns) = ((int)shape[1], (int)shape[2]);
        if (!Fits(format, rows, columns, cells))
        {
            DetectorFormat[] others = [.. Enum.GetValues<DetectorFormat>().Where(other => Fits(other, rows, columns, cells))];
            string advice = others.Length > 0 ? $"set Format to {string.Join(" or ", others)}" : "it is a detector of another kind, or its output is not the raw one";
            throw new VadException($"{given}; expected {Expected(format, cells, input.Batch)} (Format {format}): {advice}.");
        }

        CheckGrids(given, format, rows, columns, cells, values);
        if (format == DetectorFormat.EndToEnd)
        {
            return new OutputLayout(rows, columns, 0);
        }

        (int boxes, int attributes) = format == DetectorFormat.YoloV8 ? (columns, rows) : (rows, columns);
        return new OutputLayout(boxes, attributes, attributes - BeforeClasses(format));
    }

    private static string Expected(DetectorFormat format, int cells, int batch) => format switch
    {
        DetectorFormat.Yolox => $"[{batch}, {cells}, 5 + classes]",
        DetectorFormat.YoloV5 => $"[{batch}, boxes, 5 + classes]",
        DetectorFormat.EndToEnd => $"[{batch}, boxes, {EndToEndNumbers}]",
        _ => $"[{batch}, 4 + classes, boxes]",
    };

    /// <summary>There are more boxes than numbers a box, except in small pictures, where the boxes are a multiple of the grids' cells.</summary>
    private static bool Fits(DetectorFormat format, int rows, int columns, int cells) => format switch
    {
        DetectorFormat.Yolox => rows == cells && columns > BeforeClasses(format),
        DetectorFormat.EndToEnd => columns == EndToEndNumbers && rows % cells != 0,
        DetectorFormat.YoloV5 => columns > BeforeClasses(format) && (rows % cells == 0 || (rows > columns && columns != EndToEndNumbers)),
        _ => rows > BeforeClasses(format) && (columns % cells == 0 || columns > rows),
    };

    /// <summary>
    /// YOLOX's raw and decoded outputs have one shape, but not the same numbers: decoded centres are spread over the picture, and no
    /// decoded width is negative, while logarithms of widths in cells are for small boxes and offsets lie within a few cells.
    /// </summary>
    private static void CheckGrids(string given, DetectorFormat format, int rows, int columns, int cells, ReadOnlySpan<float> values)
    {
        if (format is DetectorFormat.YoloV8 or DetectorFormat.EndToEnd || rows != cells)
        {
            return;
        }

        const float ManyCells = 8;
        (int spread, int negative) = (0, 0);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> box = values.Slice(i * columns, BoxNumbers);
            spread += box[0] > ManyCells ? 1 : 0;
            negative += box[2] < 0 || box[3] < 0 ? 1 : 0;
        }

        if (format == DetectorFormat.Yolox && 2 * spread > rows)
        {
            throw new VadException($"{given}, but its boxes are decoded already, not offsets in grids (Format Yolox): set Format to YoloV5, and ColorOrder, PixelScale and Anchor as the network was trained.");
        }

        if (format == DetectorFormat.YoloV5 && negative > 0)
        {
            throw new VadException($"{given}, but its boxes are offsets in grids, not decoded (Format YoloV5): set Format to Yolox.");
        }
    }
}
