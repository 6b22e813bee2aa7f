using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad check FOLDER</c>: whether training video suffices, before hours go into training on it.</summary>
internal static class CheckCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> data = new("folder") { Description = "A folder of normal videos (its part train/ where there is one), a data set's folder, or a scene (synthetic:scene)." };
        var command = new Command("check", "Look at training video for some seconds and say whether it suffices, what will not be found, and what to record.") { data };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(data)!, cancellation));
        return command;
    }

    private static int Run(Screen screen, string data, CancellationToken cancellation)
    {
        TrainingVideo video = TrainingVideo.LookAt(VadDataset.Open(data, VadSplit.Train), cancellation);
        IReadOnlyList<Finding> findings = VideoCheck.Examine(video);
        bool suffices = Finding.IsWell(findings);
        if (screen.Json)
        {
            screen.Out.WriteLine(CheckTable.ToJson(video, findings, suffices).ToJsonString(CliJson.Options));
        }
        else
        {
            CheckTable.Print(screen, video, findings, suffices);
        }

        return suffices ? ExitCode.Success : ExitCode.Failure;
    }
}
