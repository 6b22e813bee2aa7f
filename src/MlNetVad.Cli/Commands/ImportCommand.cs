using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad import weights.pth</c>.</summary>
internal static class ImportCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen)
    {
        Argument<string> weights = new("weights") { Description = "The state dict that torch.save wrote (.pth, .pt; PyTorch 1.6 or later)." };
        Option<string> output = new("--output", "-o") { Description = "The safetensors file to write.", HelpName = "W.safetensors", Required = true };
        Option<string?> key = new("--key")
        {
            Description = "The entry of the file that holds the tensors; needed only where several do.",
            HelpName = "state_dict",
        };
        var command = new Command("import", "Turn the weights of a PyTorch file into a safetensors file: names, shapes, types and bits stay.") { weights, output, key };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(weights)!, parsed.GetValue(output)!, parsed.GetValue(key)));
        return command;
    }

    private static int Run(Screen screen, string weights, string output, string? key)
    {
        OutputPath.RequireFile(output);
        OutputPath.Check([output], weights);
        IReadOnlyList<WeightInfo> tensors = PyTorchImport.Convert(weights, output, key);
        if (screen.Json)
        {
            screen.Out.WriteLine(ImportTables.ToJson(weights, output, tensors).ToJsonString(CliJson.Options));
        }
        else
        {
            ImportTables.Print(screen, weights, output, tensors);
        }

        return ExitCode.Success;
    }
}
