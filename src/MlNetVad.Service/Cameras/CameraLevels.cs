using System.Text.Json;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace MlNetVad.Service.Cameras;

/// <summary>
/// How far the levels of a camera's scores have risen, in light that sinks for instance. Kept while its source breaks off, and in a file, so that who watches
/// again at dusk does not begin with the light of the day. A model that was trained anew begins anew; one that was redefined goes on.
/// </summary>
internal sealed class CameraLevels(string path, MonotonicClock clock, ILogger log)
{
    private const double SecondsBetweenWrites = 60;

    private Levels _now = Read(path);
    private double _written = clock.Seconds;
    private bool _isWritten = true;
    private string _followed = "";

    /// <summary>A camera's model as it goes on from there.</summary>
    public VadModel Continue(VadModel model)
    {
        _followed = Followed(model);
        try
        {
            return _followed.Length > 0 && _now.Followed == _followed ? model.Continuing(_now.Risen) : model;
        }
        catch (VadException)
        {
            return model;   // somebody has written into the file
        }
    }

    /// <summary>Takes the levels after a frame; null of a model that follows nothing.</summary>
    public void Note(IReadOnlyList<float>? risen)
    {
        if (risen is null || (_now.Followed == _followed && risen.SequenceEqual(_now.Risen)))
        {
            return;
        }

        (_now, _isWritten) = (new Levels(_followed, [.. risen]), false);
        if (clock.Seconds - _written >= SecondsBetweenWrites)
        {
            Write();
        }
    }

    /// <summary>Writes down what is not written yet.</summary>
    public void Write()
    {
        if (_isWritten)
        {
            return;
        }

        (_isWritten, _written) = (true, clock.Seconds);
        try
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(_now));
        }
        catch (VadException e)
        {
            log.LogWarning("How the light has changed is not written down: {Reason}", e.Message);
        }
    }

    // what makes levels those of a model: the scores that it follows, and how high they are in its training video
    private static string Followed(VadModel model) => string.Join("; ", model.Parts.OfType<SlowChangeTransformer>().SelectMany(part => part.Settings).Select(setting => $"{setting.Name} {setting.Value}"));

    private static Levels Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Levels>(File.ReadAllText(path)) is { Followed: not null, Risen: not null } read ? read : new Levels("", []);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Levels("", []);
        }
    }

    /// <summary>What is written down.</summary>
    /// <param name="Followed">Of which scores, in the model's words.</param>
    /// <param name="Risen">Of each followed score, <see cref="Evaluation.FrameScore.SlowChange"/>.</param>
    private sealed record Levels(string Followed, float[] Risen);
}
