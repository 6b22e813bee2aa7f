using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Examination;

/// <summary>Looks at everything that the program stands on. Nothing here throws: what does not work is a finding.</summary>
internal static class Doctor
{
    /// <summary>All findings, in the order in which they are shown.</summary>
    public static IReadOnlyList<Finding> Examine() =>
    [
        MachineCheck.Runtime(),
        ToolCheck.Of("ffmpeg", "reads video files and cameras"),
        ToolCheck.Of("ffprobe", "says what is in a video file"),
        .. TorchCheck.All(),
        OnnxCheck.Runtime(),
        MachineCheck.Threads(),
        MachineCheck.Memory(),
        FolderCheck.Temporary(),
        FolderCheck.Current(),
        FolderCheck.Models(),
    ];
}
