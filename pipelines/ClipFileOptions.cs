using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Torch;

namespace MlNetVad.Pipelines;

/// <summary>A CLIP of the user's own, in files (Radford et al. 2021; the paper has ViT-B/16).</summary>
public sealed class ClipFileOptions : INeedsFiles
{
    private const string HowToGet = "openai/clip-vit-base-patch16 on Hugging Face has it, as it has the others";

    /// <summary>The weights of both towers, a safetensors file with OpenAI's or Hugging Face's names.</summary>
    public string WeightsPath = "";

    /// <summary>The vocabulary: <c>merges.txt</c> or <c>tokenizer.json</c> of Hugging Face, or OpenAI's <c>bpe_simple_vocab_16e6.txt</c>.</summary>
    public string VocabularyPath = "";

    /// <inheritdoc/>
    public IReadOnlyList<NeededFile> NeededFiles() =>
    [
        new(nameof(WeightsPath), "the CLIP", WeightsPath, $"model.safetensors: {HowToGet}"),
        new(nameof(VocabularyPath), "CLIP's vocabulary", VocabularyPath, $"merges.txt: {HowToGet}"),
    ];

    // which CLIP it is
    internal string Identity => string.Join(' ', NeededFiles().Select(file => file.Sha256()));

    // rows of actions with the text of each row's name as CLIP has it
    internal IDataView ReadNames(MLContext ml, IDataView rows, IReadOnlyList<string> names)
    {
        using ClipTextEncoder encoder = ClipTextEncoder.Load(WeightsPath, ClipTokenizer.Open(VocabularyPath).Encode);
        var schema = SchemaDefinition.Create(typeof(Name));
        schema[nameof(Name.ActionText)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, encoder.Width);
        IDataView texts = ml.Data.LoadFromEnumerable(names.Select(name => new Name { Action = name, ActionText = encoder.Encode(name) }).ToArray(), schema);
        return ml.Transforms.Conversion.MapValue("ActionText", texts, texts.Schema[nameof(Name.Action)], texts.Schema[nameof(Name.ActionText)], "Action").Fit(rows).Transform(rows);
    }

    private sealed class Name
    {
        public string Action { get; set; } = "";

        public float[] ActionText { get; set; } = [];
    }
}
