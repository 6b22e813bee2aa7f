using System.Text.Json;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>How pictures are given to the vision encoder.</summary>
/// <param name="Size">The side of a tile, pixels.</param>
/// <param name="Mean">Of red, green and blue, 0 to 1.</param>
/// <param name="StandardDeviation">Of red, green and blue.</param>
internal sealed record PictureSettings(int Size, IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation)
{
    /// <summary>What the options say, else the model's files, else the layout.</summary>
    /// <exception cref="VadException">A file is damaged or says something impossible.</exception>
    public static PictureSettings From(OnnxVisionLanguageCaptioner options, string folder)
    {
        JsonElement config = ConfigurationFile.Read(folder, "config.json");
        JsonElement preprocessor = ConfigurationFile.Read(folder, "preprocessor_config.json");
        int? size = options.ImageSize > 0 ? options.ImageSize : null;
        size ??= config.FindInt("force_image_size") ?? config.FindInt("image_size") ?? config.FindInt("vision_config.image_size");
        size ??= preprocessor.FindInt("crop_size.height") ?? preprocessor.FindInt("size.height");
        var settings = new PictureSettings(
            size ?? options.Layout.ImageSize,
            options.Mean ?? config.FindFloats("mean") ?? preprocessor.FindFloats("image_mean") ?? options.Layout.Mean,
            options.StandardDeviation ?? config.FindFloats("std") ?? preprocessor.FindFloats("image_std") ?? options.Layout.StandardDeviation);
        OptionCheck.Between(nameof(options.ImageSize), settings.Size, 1, 4096);
        CheckColours(nameof(options.Mean), settings.Mean);
        CheckColours(nameof(options.StandardDeviation), settings.StandardDeviation);
        return settings;
    }

    /// <summary>Refuses anything but three positive numbers.</summary>
    /// <exception cref="VadException">It is something else.</exception>
    public static void CheckColours(string option, IReadOnlyList<float>? values)
    {
        if (values is not null && (values.Count != 3 || values.Any(v => !(v > 0 && v <= 255))))
        {
            throw new VadException($"{option} is [{string.Join(", ", values)}]; expected three positive numbers, for red, green and blue: correct the option.");
        }
    }

    /// <summary>For each colour and byte, what the vision encoder is given: (byte / 255 − mean) / deviation.</summary>
    public float[][] Normalized()
    {
        var tables = new float[3][];
        for (int c = 0; c < 3; c++)
        {
            (float mean, float deviation) = (Mean[c], StandardDeviation[c]);
            tables[c] = [.. Enumerable.Range(0, 256).Select(v => ((v / 255f) - mean) / deviation)];
        }

        return tables;
    }
}
