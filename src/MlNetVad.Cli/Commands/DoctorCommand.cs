using System.CommandLine;
using MlNetVad.Cli.Examination;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad doctor</c>: what this machine has of what the program stands on, what that means, and what helps.</summary>
internal static class DoctorCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen)
    {
        var command = new Command("doctor", "Look at what this machine has: .NET, ffmpeg, libtorch, ONNX Runtime, folders, memory; say what is missing and how to get it.");
        command.SetAction(screen, _ => Run(screen));
        return command;
    }

    private static int Run(Screen screen)
    {
        IReadOnlyList<Finding> findings = Doctor.Examine();
        bool well = Finding.IsWell(findings);
        if (screen.Json)
        {
            screen.Out.WriteLine(DoctorTable.ToJson(findings, well).ToJsonString(CliJson.Options));
        }
        else
        {
            DoctorTable.Print(screen, findings, well);
        }

        return well ? ExitCode.Success : ExitCode.Failure;
    }
}
