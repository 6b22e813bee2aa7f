using MlNetVad;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the redefinition of anomalies to the transforms catalog.</summary>
public static class RedefineAnomaliesCatalog
{
    /// <summary>Creates a <see cref="RedefineAnomaliesEstimator"/> for one part of a trained model's score.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The model, of the NormalModes pipeline.</param>
    /// <param name="part">The part's name: motion, posture, stay, amount, scene or looks.</param>
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
}
