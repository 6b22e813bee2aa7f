using Microsoft.ML.Data;
using MlNetVad;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the redefinition of anomalies to the transforms catalog.</summary>
public static class RedefineAnomaliesCatalog
{
    /// <summary>Creates a <see cref="RedefineAnomaliesEstimator"/> for one part of a trained model's score.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The model, of the NormalModes or SceneAdaptive pipeline.</param>
    /// <param name="part">The part's name: motion, posture, stay, amount, scene or looks; of SceneAdaptive action or sentence.</param>
    /// <param name="about">What is said, of which frames, by whom.</param>
    /// <returns>The estimator; fit it on the segment's rows.</returns>
    /// <exception cref="VadException">The model has no such part.</exception>
    public static RedefineAnomaliesEstimator RedefineAnomalies(this TransformsCatalog catalog, VadModel model, string part, Redefinition about)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(about);
        IReadOnlyList<RedefinedPart> parts = RedefinableParts.Of(model);
        return new RedefineAnomaliesEstimator(
            parts.FirstOrDefault(p => p.Name == part) ?? throw new VadException($"The model has no part '{part}' that can be redefined; its parts are {string.Join(", ", parts.Select(p => p.Name))}."),
            about);
    }

    /// <summary>Creates the steps that redefine a trained model's score in words; they stand before the fusion by rarity and learn nothing from data.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The model, of the NormalModes or SceneAdaptive pipeline.</param>
    /// <param name="said">The text, and how it counts.</param>
    /// <param name="embed">A sentence encoder: English texts to vectors of one length.</param>
    /// <param name="user">Who says so; recorded with the time.</param>
    /// <returns>The steps: what of a text is true, and each part of the score whose things stand at places.</returns>
    /// <exception cref="VadException">The text is like nothing that the model can tell, an option is out of its range, or the model knows neither actions nor pace, shape and stay.</exception>
    public static IEstimator<ITransformer> RedefineAnomalies(
        this TransformsCatalog catalog, VadModel model, TextRedefinition said, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed, string user = "")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(embed);
        ArgumentNullException.ThrowIfNull(user);
        var steps = new EstimatorChain<ITransformer>();
        foreach (ComponentTransformer step in ModelRedefinition.InWords(model, said, embed, user))
        {
            steps = steps.Append(step.Keep());
        }

        return steps;
    }
}
