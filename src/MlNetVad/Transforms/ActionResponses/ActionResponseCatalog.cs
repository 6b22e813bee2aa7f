using MlNetVad;
using MlNetVad.Transforms;
using MlNetVad.Transforms.ActionResponses;

namespace Microsoft.ML;

/// <summary>Adds responses to actions to the transforms catalog.</summary>
public static class ActionResponseCatalog
{
    /// <summary>Creates an <see cref="ActionResponseEstimator"/>: how near each object is to each of a list of actions.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, N&gt;</c>.</param>
    /// <param name="featureColumnName">The objects' features, <c>Vector&lt;Single, *, D&gt;</c>, in the space of the texts.</param>
    /// <param name="actions">The actions' names, N of them, at least 1.</param>
    /// <param name="texts">Their text features, a row of D numbers an action.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">There is no action, or the numbers are not N rows of finite numbers that are not all zero.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.EmbedText("Meanings", "Sentences", PretrainedText.MiniLM)
    ///     .Append(ml.Transforms.RespondToActions("Responses", "Meanings", names, meanings));
    /// </code></example>
    public static ActionResponseEstimator RespondToActions(
        this TransformsCatalog catalog, string outputColumnName, string featureColumnName, IReadOnlyList<string> actions, IReadOnlyList<float> texts)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ActionResponseEstimator(outputColumnName, featureColumnName, ActionTexts.Of(actions, texts));
    }
}
