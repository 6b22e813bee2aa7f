using System.Diagnostics;
using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Compat.Conformance.Model.ModelFiles;

namespace Compat.Conformance.Model;

public sealed class FreshProcessTests
{
    [Fact]
    public void Load_InAnotherProcess_ScoresAreBitEqual()
    {
        var ml = new MLContext(seed: 1);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            ml.Model.Save(Component(ml), Samples(ml).Schema, path);
            string[] rows = [.. Rows.Select(row => string.Join(',', row.Features.Select(value => value.ToString("R"))))];
            string[] expected =
            [
                .. Component(ml).Transform(Samples(ml)).GetColumn<float>("Score").Select(score => $"{BitConverter.SingleToInt32Bits(score):x8}"),
            ];

            string[] printed = Run([typeof(Example).Assembly.Location, path, .. rows]);

            Assert.Equal(expected.Select(score => $"{score} {score}"), printed);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
