using System.Diagnostics;
using Microsoft.ML.Tokenizers;
using MlNetVad.TestSupport;

namespace Tokenizers.Conformance;

/// <summary>Nothing may be public here that the official library lacks: code that compiles against this one compiles against that one.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void PublicMembers_OfTheCompatAssembly_AllExistInTheOfficialOne()
    {
        var assembly = typeof(Tokenizer).Assembly;
        Assert.SkipUnless(assembly.GetName().GetPublicKeyToken() is null or [], "linked to the official assembly, which is signed: there is nothing to compare");
        string shared = Path.GetFullPath(Path.Combine(TestData.Repository, "..", "shared"));
        string tool = Path.Combine(shared, "tools", "api-dump");
        string list = Path.Combine(shared, "reference", "mlnet-members.txt");
        Assert.SkipUnless(Directory.Exists(tool) && File.Exists(list), $"no member list of the official library beside the repository: {list}");

        var (exitCode, output) = RunCopyOf(tool, ["--not-in", list, assembly.Location]);

        Assert.True(exitCode == 0, $"public members that the official library lacks:\n{output}");
    }

    private static (int ExitCode, string Output) RunCopyOf(string project, string[] arguments)
    {
        string copy = Directory.CreateTempSubdirectory("api-dump").FullName;
        try
        {
            foreach (string file in Directory.GetFiles(project))
            {
                File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
            }

            var start = new ProcessStartInfo("dotnet", ["run", "--project", copy, "--", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = copy,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
