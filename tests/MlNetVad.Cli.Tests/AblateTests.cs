using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class AblateTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Ablate_Losses_PrintsOursBesideThePapersAndKeepsFinishedRows()
    {
        string config = NetworkConfig.Write(_workspace);
        string[] command = ["ablate", config, "--table", "losses", "--steps", "3"];

        CliResult first = Cli.Run([.. command, "--json"]);

        Assert.True(first.ExitCode == ExitCode.Success, first.ToString());
        JsonNode answer = JsonNode.Parse(first.Out)!;
        JsonArray rows = answer["rows"]!.AsArray();
        Assert.Equal(5, rows.Count);
        Assert.Equal(83.4, (double?)rows[^1]!["papersPercent"]!["SIB-VAD"]);
        Assert.Equal("ShanghaiTech", (string?)answer["papersDataset"]);
        Assert.All(rows, row => Assert.InRange((double)row!["paper"]!["mean"]!, 0, 1));
        Assert.Equal(6, answer["untrained"]!.AsArray().Count);
        Assert.Equal(["tiny.ablation-losses.json", "tiny.mbconfig"], _workspace.Contents);

        // another seed: the first one's rows are kept
        CliResult second = Cli.Run([.. command, "--seeds", "2"]);

        Assert.True(second.ExitCode == ExitCode.Success, second.ToString());
        Assert.Equal(5, second.Error.Split("kept from before").Length - 1);
        string text = string.Join(' ', second.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("±", text, StringComparison.Ordinal);
        Assert.Contains("on ShanghaiTech, other data than ours (Synthetic)", text, StringComparison.Ordinal);
        Assert.Contains("linear extrapolation, mean of squares, 32 x 48 px", text, StringComparison.Ordinal);
        Assert.Matches("all four [0-9.]+ ± [0-9.]+ [0-9.]+ ± [0-9.]+ [0-9.]+ ± [0-9.]+ 3 83.4 83.0", text);
    }

    [Fact]
    public void Ablate_Interrupted_KeepsWhatIsFinished()
    {
        string config = NetworkConfig.Write(_workspace);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        CliResult result = Cli.Run(cancel.Token, "ablate", config, "--table", "filters", "--steps", "3");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("the same command goes on from there", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Equal(["tiny.mbconfig"], _workspace.Contents);
    }

    [Theory]
    [InlineData("filters", 8, "7/63+1")]
    [InlineData("memory", 7, "memory, 1024 slots")]
    [InlineData("modalities", 5, "V + S + M, no skip")]
    [InlineData("losses", 5, "all four")]
    public void Table_EveryRow_SuitsAConfigAndKeepsTheActiveWidth(string name, int rows, string one)
    {
        Pipelines.Configuration.TrainingConfig config = Pipelines.Configuration.TrainingConfig.Load(NetworkConfig.Write(_workspace, network: "\"Height\": 32"));
        Ablation.AblationTable table = Ablation.AblationTable.Read(name);

        Assert.Equal(rows, table.Rows.Count);
        Assert.Contains(table.Rows, row => row.Name == one);
        foreach (Ablation.AblationRow row in table.Rows)
        {
            var options = (Pipelines.SparseFilteringOptions)row.Apply(config).Training.Options;
            Assert.True(options.Predictor.Network.Reduction > 0);
            Assert.All(row.Papers.Values, value => Assert.True(value is null or (> 70 and < 84)));
        }
    }

    [Fact]
    public void Ablate_ConfigWithoutNetwork_SaysSo() =>
        Assert.Contains("has no network", Assert.Single(Cli.Run("ablate", _workspace.WriteConfig(SmallModel.Scene), "--table", "losses").Complaints), StringComparison.Ordinal);

    [Fact]
    public void Ablate_DamagedResults_SaysSo()
    {
        _workspace.Write("tiny.ablation-losses.json", "{");
        Assert.Contains("delete it to begin anew", Assert.Single(Cli.Run("ablate", NetworkConfig.Write(_workspace), "--table", "losses").Complaints), StringComparison.Ordinal);
    }
}
