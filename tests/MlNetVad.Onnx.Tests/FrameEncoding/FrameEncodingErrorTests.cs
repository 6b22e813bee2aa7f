using Microsoft.ML;

namespace MlNetVad.Onnx.Tests.FrameEncoding;

/// <summary>What is wrong with a tower or its options is one sentence that says what to do.</summary>
public sealed class FrameEncodingErrorTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("tower").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("missing", "The vision tower 'no/tower.onnx' is not there")]
    [InlineData("malformed", "'broken.onnx' cannot be opened as an ONNX network")]
    [InlineData("input", "'tower.onnx' has no input 'images'; its inputs are: pixel_values")]
    [InlineData("output", "'tower.onnx' has no output 'pooled'; its outputs are: last_hidden_state")]
    [InlineData("embedding", "'tower.onnx' has no output 'embeddings'")]
    [InlineData("outputs", "'tower.onnx' has 2 outputs (hidden, patches) and none is called 'last_hidden_state'; name the right one in OutputName.")]
    [InlineData("height", "Height is 448, but the pictures of 'tower.onnx' are 16 px high and 24 px wide; leave Height at 0.")]
    [InlineData("batch", "'tower.onnx' takes exactly 4 pictures at a time")]
    [InlineData("small", "'tower.onnx' refuses what it is given")]
    [InlineData("frames", "The clips of column 'Clip' have 5 frames, of which the first 6 are to be encoded")]
    [InlineData("many", "Frames is 99; expected 1 to 64")]
    [InlineData("std", "Std is not three numbers above 0")]
    [InlineData("names", "EmbeddingColumnName and OutputColumnName are both 'Appearance'")]
    [InlineData("channels", "The frames of column 'Clip' have 2 channels; a vision tower needs 3")]
    [InlineData("column", "Column 'Movie' is not there")]
    public void Fit_WhatDoesNotFit_IsOneClearSentence(string what, string expected)
    {
        var options = new FrameEncodingEstimator.Options { ModelPath = Path.Combine(_folder, "tower.onnx") };
        SmallTower tower = what switch
        {
            "outputs" => new() { Output = "hidden", HasEmbeddings = true },
            "batch" => new() { Batch = 4 },
            "small" => new() { Rows = "h", Columns = "w" },
            _ => new(),
        };
        tower.Save(options.ModelPath);
        switch (what)
        {
            case "missing": options.ModelPath = "no/tower.onnx"; break;
            case "malformed": File.WriteAllText(options.ModelPath = Path.Combine(_folder, "broken.onnx"), "no network"); break;
            case "input": options.InputName = "images"; break;
            case "output": options.OutputName = "pooled"; break;
            case "embedding": options.EmbeddingOutputName = "embeddings"; break;
            case "height": options.Height = 448; break;
            case "small": options.Height = 4; break;
            case "frames": options.Frames = 6; break;
            case "many": options.Frames = 99; break;
            case "std": options.Std = [1, 0, 1]; break;
            case "names": (options.EmbeddingOutputName, options.EmbeddingColumnName) = ("patches", "Appearance"); break;
            case "column": options.ClipColumnName = "Movie"; break;
        }

        Exception error = Assert.ThrowsAny<Exception>(() => _ml.Transforms.EncodeFrames(options).Fit(Clips(what == "channels" ? 2 : 1)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.True(error is VadException or ArgumentOutOfRangeException, error.GetType().Name);
    }

    private IDataView Clips(int channels)
    {
        var definition = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Clip)].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Byte, 5, 32, 48, channels);
        return _ml.Data.LoadFromEnumerable([new Row { Clip = new byte[5 * 32 * 48 * channels] }], definition);
    }

    private sealed class Row
    {
        public byte[] Clip { get; set; } = [];
    }
}
