using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace MlNetVad.Service.Guidance;

/// <summary>
/// What somebody has said in words of a camera's scores, with what it was understood as. It stands among the camera's settings, so that it counts for this
/// camera alone, whichever model and node it has, and no network reads it a second time.
/// </summary>
/// <param name="Number">1, 2, 3 …, by which it is taken back.</param>
/// <param name="Text">The words.</param>
/// <param name="As">Normal or anomalous.</param>
/// <param name="Strength">How much of the way a score goes, above 0, at most 1.</param>
/// <param name="MinimumSeconds">How long it must have been true of a thing.</param>
/// <param name="User">Who said it.</param>
/// <param name="At">When.</param>
/// <param name="Similarities">How similar it is to the words that models know, and to each of <paramref name="Classes"/>.</param>
/// <param name="Classes">The classes of the detector that the camera's model had, empty where it had none; or the actions that it had learned.</param>
/// <param name="Vector">The text as MiniLM read it, for a model of actions; null for a model that measures things.</param>
internal sealed record CameraText(
    int Number, string Text, RedefinedAs As, double Strength, double MinimumSeconds, string User, DateTimeOffset At, float[] Similarities, string[] Classes, float[]? Vector = null)
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>What it was understood as, such as <c>speed: moves fast</c>.</summary>
    [JsonIgnore]
    public string Meaning => IsKnown ? Spoken.Meaning : "nothing, for another version understood it";

    /// <summary>How similar it is to those words.</summary>
    [JsonIgnore]
    public float Similarity => Similarities.Max();

    private bool IsKnown => Similarities.Length == Aspect.LevelCount + Classes.Length;

    private SpokenText Spoken => IsKnown
        ? new SpokenText(new Redefinition(Number, As, "", -1, -1, User, At), new TextRedefinition(Text, As) { Strength = Strength, MinimumDuration = TimeSpan.FromSeconds(MinimumSeconds) }, Similarities, new Vocabulary(Vector is null ? Vocabulary.Class : Vocabulary.Action, Classes))
        : throw new VadException($"'{Text}' was understood by another version; take it back and say it again.");

    /// <summary>Reads a camera's texts.</summary>
    public static CameraText[] Read(string json) => JsonSerializer.Deserialize<CameraText[]>(json, Options)!;

    /// <summary>Writes them.</summary>
    public static string Write(IEnumerable<CameraText> texts) => JsonSerializer.Serialize(texts, Options);

    /// <summary>A model as a camera's texts redefine it.</summary>
    /// <exception cref="VadException">Words say nothing to the model, or it is redefined 32 times already.</exception>
    public static VadModel Apply(VadModel model, IEnumerable<CameraText> texts) => texts.Aggregate(model, (said, text) => said.Redefine(new UnderstoodText(text.Spoken, text.Vector)));

    /// <summary>A text that was understood a moment ago.</summary>
    public static CameraText Of(UnderstoodText understood)
    {
        SpokenText text = understood.Text;
        return new CameraText(
            text.About.Number, text.Said.Text, text.Said.As, text.Said.Strength, text.Said.MinimumDuration.TotalSeconds, text.About.User, text.About.Time, text.Similarities, [.. text.Vocabulary.Names], understood.Vector);
    }
}
