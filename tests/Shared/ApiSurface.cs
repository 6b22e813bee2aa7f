using System.Diagnostics;
using System.Reflection;

namespace MlNetVad.TestSupport;

/// <summary>Compares public members with a list of the official library's. The list and the tool lie beside the repository; without them the test is skipped, visibly.</summary>
internal static class ApiSurface
{
    /// <summary>Fails where an assembly has a public member that the list lacks.</summary>
    /// <param name="listName">The list, in <c>../shared/reference</c>.</param>
    /// <param name="assemblies">Our assemblies.</param>
    public static void RequireNothingBeyond(string listName, params Assembly[] assemblies)
    {
        string shared = Path.GetFullPath(Path.Combine(TestData.Repository, "..", "shared"));
        string tool = Path.Combine(shared, "tools", "api-dump");
        string list = Path.Combine(shared, "reference", listName);
        Assert.SkipUnless(Directory.Exists(tool) && File.Exists(list), $"no member list of the official library beside the repository: {list}");

        var (exitCode, output) = RunCopyOf(tool, ["--not-in", list, .. assemblies.Select(a => a.Location)]);

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
