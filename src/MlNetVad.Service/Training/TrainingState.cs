using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetVad.Persistence;
using MlNetVad.Video.Examination;

namespace MlNetVad.Service.Training;

/// <summary>How far a camera's training is.</summary>
internal enum TrainingStep
{
    /// <summary>Normal video is being recorded.</summary>
    Recording,

    /// <summary>It is recorded and looked at.</summary>
    Recorded,

    /// <summary>A model is being trained on it.</summary>
    Training,

    /// <summary>The model is on the shelf.</summary>
    Trained,
}

/// <summary>What is known of a camera's training; kept in a file, so that it outlives the process.</summary>
internal sealed record TrainingState
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public TrainingStep Step { get; init; }

    /// <summary>Seconds of video that are wanted.</summary>
    public double WantedSeconds { get; init; }

    /// <summary>Seconds that are recorded.</summary>
    public double Seconds { get; init; }

    /// <summary>Bytes of the recorded files.</summary>
    public long Bytes { get; init; }

    /// <summary>What went wrong, in a sentence; empty where nothing did.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What a look at the recording found.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>Whether the recording suffices.</summary>
    public bool Suffices { get; init; }

    /// <summary>The trained model's name; null before it is trained.</summary>
    public string? Model { get; init; }

    /// <summary>The model that the camera had before the trained one was put to work; null where it was not, or was taken back.</summary>
    public string? Before { get; init; }

    /// <summary>Reads a state; null where there is none, or none that can be read.</summary>
    public static TrainingState? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(path), Options) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="VadException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Options));
}
