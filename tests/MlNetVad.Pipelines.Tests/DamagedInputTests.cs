using MlNetVad.TestSupport;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A short run of what <c>tools/fuzz.sh</c> does at length: damaged files of every kind for every reader, in a process of its own.</summary>
public sealed class DamagedInputTests
{
    private const int Inputs = 152;   // eight for each reader

    [Fact]
    public void EveryReader_DamagedFiles_AreReadOrRefusedInASentence()
    {
        ProgramResult result = Programs.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "MlNetVad.Fuzz.dll"), "7", $"{Inputs}"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.EndsWith($"seed 7: {Inputs} inputs, 0 findings\n", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
