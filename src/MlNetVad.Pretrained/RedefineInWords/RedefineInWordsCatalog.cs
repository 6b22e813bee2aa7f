using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace MlNetVad.Pretrained;

/// <summary>Redefines models in words whose meaning a network knows that a package brings.</summary>
public static class RedefineInWordsCatalog
{
    /// <summary>
    /// Says in words that things of which a text is true are normal, or anomalous, without training. The network reads the text once, here; the model needs no network for it afterwards.
    /// </summary>
    /// <param name="model">The model, of the NormalModes pipeline, or of SceneAdaptive without a CLIP.</param>
    /// <param name="ml">The context.</param>
    /// <param name="said">The text, and how it counts.</param>
    /// <param name="user">Who says so; recorded with the time.</param>
    /// <param name="encoder">The network.</param>
    /// <returns>A new model; the one that was given stays as it is.</returns>
    /// <exception cref="VadException">The text is like nothing that the model can tell, an option is out of its range, the model is not one of the NormalModes or SceneAdaptive pipeline, another encoder read its actions, or it is redefined 32 times already.</exception>
    /// <example><code>
    /// VadModel quieter = model.Redefine(ml, new TextRedefinition("a person runs", RedefinedAs.Normal), "anna");
    /// </code></example>
    public static VadModel Redefine(this VadModel model, MLContext ml, TextRedefinition said, string user = "", PretrainedText encoder = PretrainedText.MiniLM)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ml);
        return model.Redefine(said, texts => Embed(ml, encoder, texts), user);
    }

    /// <summary>The vectors of texts.</summary>
    internal static float[][] Embed(MLContext ml, PretrainedText encoder, IReadOnlyList<string> texts)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Text = text }));
        return [.. ml.Transforms.EmbedText("Meaning", "Text", encoder).Fit(rows).Transform(rows).GetColumn<float[]>("Meaning")];
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
