namespace MlNetVad.Scoring;

/// <summary>How a text moves scores.</summary>
public enum RedefinitionFormula
{
    /// <summary>Each thing of which the text is true goes to the score of typical or of anomalous things, as normal video has calibrated them, and of actions only as far as it is nearer to the text than to the modes of normal life: live too.</summary>
    Calibrated,

    /// <summary>
    /// Scene-adaptive SVAD, equation 10, of a model of actions: where a thing of the frame is more similar to the text than the threshold, S − S_max · γ · (similarity − threshold) if it is normal,
    /// S + S_min · θ · (similarity − threshold) if it is anomalous; S_min and S_max are the lowest and the highest score of the whole video, so that it works on recordings only and in no saved model.
    /// As printed, the anomalous branch does next to nothing where S_min is nearly 0.
    /// </summary>
    Paper,
}
