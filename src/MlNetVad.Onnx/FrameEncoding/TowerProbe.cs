using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.FrameEncoding;

/// <summary>Finds out what an ONNX file is like as a vision tower: from what it says of itself, and from a run on a blank picture.</summary>
internal static class TowerProbe
{
    private const int OpenSide = 448;
    private const string UsualInput = "pixel_values", UsualOutput = "last_hidden_state";

    /// <summary>Opens a tower.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="options">The options.</param>
    /// <param name="tower">The opened tower.</param>
    /// <returns>Its settings.</returns>
    /// <exception cref="VadException">The file is no network, or its inputs or outputs are not those of a vision tower.</exception>
    public static TowerSettings Settings(ModelFile file, FrameEncodingEstimator.Options options, out VisionTower tower)
    {
        var model = OnnxModel.Open(file);
        try
        {
            TowerSettings said = Said(model, options);
            TowerSettings found = VisionTower.Probe(model, said);
            tower = new VisionTower(model, found);
            return found;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static TowerSettings Said(OnnxModel model, FrameEncodingEstimator.Options options)
    {
        string name = model.File.Name;
        string input = options.InputName ?? Only(model.Inputs, UsualInput, nameof(options.InputName), "input", name);
        string output = options.OutputName ?? Only(model.Outputs, UsualOutput, nameof(options.OutputName), "output", name);
        model.RequireInput(input, TensorElementType.Float, -1, TowerSettings.Channels, -1, -1);
        model.RequireOutput(output, TensorElementType.Float, -1, -1, -1);
        if (options.EmbeddingOutputName is { } embedded)
        {
            model.RequireOutput(embedded, TensorElementType.Float, -1, -1, -1);
        }

        if (model.Inputs.Count > 1)
        {
            throw new VadException($"'{name}' has {model.Inputs.Count} inputs ({string.Join(", ", model.Inputs.Keys)}); a vision tower reads pictures alone: export it without the others.");
        }

        int[] shape = model.Inputs[input].Dimensions;   // [B, 3, H, W], or nothing where the file says none
        if (shape.Length > 0 && shape[0] > 1)
        {
            throw new VadException($"'{name}' takes exactly {shape[0]} pictures at a time; export it for a batch of 1, or one that may vary.");
        }

        return new TowerSettings
        {
            Clip = options.ClipColumnName,
            Output = options.OutputColumnName,
            EmbeddingColumn = options.EmbeddingColumnName,
            NetworkInput = input,
            NetworkOutput = output,
            EmbeddingOutput = options.EmbeddingOutputName,
            Frames = options.Frames,
            EmbeddingFrames = options.EmbeddingFrames,
            Height = Side(shape, 2, options.Height, nameof(options.Height), name),
            Width = Side(shape, 3, options.Width, nameof(options.Width), name),
            IsBatched = shape.Length > 0 && shape[0] <= 0,
            Mean = options.Mean,
            Std = options.Std,
            Tokens = 0,
            Dimension = 0,
        };
    }

    private static string Only(IReadOnlyDictionary<string, NodeMetadata> found, string usual, string option, string role, string file)
    {
        if (found.Count == 1 || found.ContainsKey(usual))
        {
            return found.Count == 1 ? found.Keys.First() : usual;
        }

        throw new VadException($"'{file}' has {found.Count} {role}s ({string.Join(", ", found.Keys)}) and none is called '{usual}'; name the right one in {option}.");
    }

    private static int Side(int[] shape, int axis, int asked, string option, string file)
    {
        int side = shape.Length > 0 ? shape[axis] : -1;
        if (side <= 0)
        {
            return asked > 0 ? asked : OpenSide;
        }

        return asked == 0 || asked == side
            ? side
            : throw new VadException($"{option} is {asked}, but the pictures of '{file}' are {shape[2]} px high and {shape[3]} px wide; leave {option} at 0.");
    }
}
