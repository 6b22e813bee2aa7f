namespace MlNetVad.Service.Training;

/// <summary>A recording or a training that goes on.</summary>
internal sealed class TrainingJob
{
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Whether somebody asked for its end; else the service ends.</summary>
    public bool IsAsked { get; set; }

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Seconds of the file that is being recorded.</summary>
    public double Seconds { get; set; }

    /// <summary>What the training last said of its progress.</summary>
    public string Words { get; set; } = "";
}
