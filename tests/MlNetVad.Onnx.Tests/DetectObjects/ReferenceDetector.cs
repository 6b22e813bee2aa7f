using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tests.DetectObjects;

/// <summary>YOLOX from its definition, in double precision and plain loops, pixel by pixel: to compare with.</summary>
internal static class ReferenceDetector
{
    private const int Side = 416;

    /// <summary>A box: left, top, right, bottom, score, class.</summary>
    internal sealed record Box(double Left, double Top, double Right, double Bottom, double Score, int Class);

    /// <summary>Finds objects.</summary>
    /// <param name="path">The network.</param>
    /// <param name="picture">[H, W, 3], red, green, blue.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="threshold">Least score.</param>
    /// <param name="overlap">Largest intersection over union within a class.</param>
    public static List<Box> Detect(string path, byte[] picture, int width, int height, double threshold, double overlap)
    {
        double ratio = Math.Min((double)Side / width, (double)Side / height);
        using OnnxModel model = OnnxModel.Open(ModelFile.Open(path, "the detector"));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(Planes(picture, width, height, ratio), [1, 3, Side, Side]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = model.Run(["images"], [input], ["output"]);
        float[] output = outputs[0].GetTensorDataAsSpan<float>().ToArray();

        var boxes = new List<Box>();
        int at = 0;
        foreach (int stride in new[] { 8, 16, 32 })
        {
            for (int gy = 0; gy < Side / stride; gy++)
            {
                for (int gx = 0; gx < Side / stride; gx++, at += 85)
                {
                    int best = Enumerable.Range(0, 80).MaxBy(c => output[at + 5 + c]);
                    double score = (double)output[at + 4] * output[at + 5 + best];
                    if (score >= threshold)
                    {
                        double cx = (output[at] + gx) * stride / ratio, cy = (output[at + 1] + gy) * stride / ratio;
                        double w = Math.Exp(output[at + 2]) * stride / ratio, h = Math.Exp(output[at + 3]) * stride / ratio;
                        boxes.Add(new Box(cx - (w / 2), cy - (h / 2), cx + (w / 2), cy + (h / 2), score, best));
                    }
                }
            }
        }

        var kept = new List<Box>();
        foreach (Box box in boxes.OrderByDescending(b => b.Score))
        {
            if (kept.TrueForAll(k => k.Class != box.Class || Overlap(k, box) <= overlap))
            {
                kept.Add(box);
            }
        }

        return kept.ConvertAll(b => b with { Left = Math.Max(0, b.Left), Top = Math.Max(0, b.Top), Right = Math.Min(width, b.Right), Bottom = Math.Min(height, b.Bottom) });
    }

    private static float[] Planes(byte[] picture, int width, int height, double ratio)
    {
        var planes = new float[3 * Side * Side];
        Array.Fill(planes, 114);
        for (int y = 0; y < (int)(height * ratio); y++)
        {
            for (int x = 0; x < (int)(width * ratio); x++)
            {
                double sx = Math.Clamp(((x + 0.5) / ratio) - 0.5, 0, width - 1), sy = Math.Clamp(((y + 0.5) / ratio) - 0.5, 0, height - 1);
                (int x0, int y0) = ((int)sx, (int)sy);
                (int x1, int y1) = (Math.Min(x0 + 1, width - 1), Math.Min(y0 + 1, height - 1));
                for (int plane = 0; plane < 3; plane++)
                {
                    double top = ((1 - (sx - x0)) * Pixel(x0, y0, 2 - plane)) + ((sx - x0) * Pixel(x1, y0, 2 - plane));
                    double bottom = ((1 - (sx - x0)) * Pixel(x0, y1, 2 - plane)) + ((sx - x0) * Pixel(x1, y1, 2 - plane));
                    planes[(((plane * Side) + y) * Side) + x] = (float)(((1 - (sy - y0)) * top) + ((sy - y0) * bottom));
                }
            }
        }

        return planes;

        double Pixel(int x, int y, int channel) => picture[(((y * width) + x) * 3) + channel];
    }

    private static double Overlap(Box a, Box b)
    {
        double common = Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
        return common / (((a.Right - a.Left) * (a.Bottom - a.Top)) + ((b.Right - b.Left) * (b.Bottom - b.Top)) - common);
    }
}
