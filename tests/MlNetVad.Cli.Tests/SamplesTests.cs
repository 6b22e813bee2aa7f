using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>The samples as they are built, each in an empty folder.</summary>
public sealed class SamplesTests : IDisposable
{
    private static readonly string Samples = Path.Combine(TestData.Repository, "samples");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("01-train-and-save", @"^Learned from 4 videos, 240 frames; saved model\.zip\.$")]
    [InlineData("02-load-and-score", @"^Scored 51 frames, \d+ over the threshold\.\nThe highest score is -?\d+\.\d\d, of frame \d+ of ")]
    [InlineData("03-own-pipeline", @"^Scored 59 frames from -?\d+\.\d\d to -?\d+\.\d\d;")]
    [InlineData("04-live-frames", @"^frame 39: -?\d+\.\d\d")]
    [InlineData("06-words", @"(^[01]\.\d{3}  [A-Z].+\.\n){2}")]
    [InlineData("07-train-a-network", @"^step 40 of 40: loss \d+\.\d{3}\n(.*\n)?Saved network\.zip; its training frames score -?\d+\.\d\d on average(.*\n)+step 10 of 10: loss \d+\.\d{3}\n(.*\n)?Saved network\.tuned\.zip")]
    [InlineData("08-evaluate-scores", @"^Micro AUC 0\.\d{3} \(95 % from [01]\.\d{3} to [01]\.\d{3}\), within videos 0\.\d{3}\n  what needs no model: ")]
    public void Sample_InAnEmptyFolder_DoesWhatItSays(string sample, string expected)
    {
        ProgramResult result = Programs.Run("dotnet", [Built(sample)], _workspace.Folder);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches("(?m)" + expected, result.Out.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WebApi_AVideo_GetsAScoreAFrameAndNonsenseASentence()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string video = _workspace.WriteVideo("today.mp4", frames: 50);
        using Process server = Process.Start(new ProcessStartInfo("dotnet", [Built("05-web-api"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = _workspace.Folder,
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(server.StandardOutput, stop) };

            using HttpResponseMessage scored = await client.PostAsync("score", new ByteArrayContent(await File.ReadAllBytesAsync(video, stop)), stop);
            using HttpResponseMessage refused = await client.PostAsync("score", new StringContent("no video"), stop);

            JsonArray frames = JsonNode.Parse(await scored.Content.ReadAsStringAsync(stop))!.AsArray();
            Assert.Equal(Enumerable.Range(0, 50), frames.Select(frame => (int)frame!["frame"]!));
            Assert.All(frames, frame => Assert.True(float.IsFinite((float)frame!["score"]!)));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.NotEmpty((string)JsonNode.Parse(await refused.Content.ReadAsStringAsync(stop))!["error"]!);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void Readme_OfTheSamples_ListsEachAndTheSolutionBuildsThem()
    {
        string readme = File.ReadAllText(Path.Combine(Samples, "README.md"));
        string solution = File.ReadAllText(Path.Combine(TestData.Repository, "MlNetVad.sln"));
        string[] names = [.. Directory.EnumerateDirectories(Samples).Select(path => Path.GetFileName(path)).Where(name => char.IsDigit(name[0])).Order(StringComparer.Ordinal)];

        Assert.Equal(names, names.Where(name => readme.Contains($"({name}/Program.cs)", StringComparison.Ordinal)).OrderBy(name => readme.IndexOf($"({name}/", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.Contains($"{name}.csproj", solution, StringComparison.Ordinal));
    }

    private static async Task<Uri> Address(StreamReader output, CancellationToken stop)
    {
        while (await output.ReadLineAsync(stop) is { } line)
        {
            if (line.Split("Now listening on: ") is [_, string address])
            {
                return new Uri(address);
            }
        }

        throw new InvalidOperationException("the server ended before it listened");
    }

    private static string Built(string sample)
    {
        string output = Path.GetRelativePath(Path.Combine(TestData.Repository, "tests", "MlNetVad.Cli.Tests"), AppContext.BaseDirectory);    // bin/Release/net10.0
        return Path.Combine(Samples, sample, output, $"{sample}.dll");
    }
}
