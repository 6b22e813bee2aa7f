using System.IO.Compression;
using System.Xml.Linq;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>A stranger's programs: they know the packed files and nothing of this repository.</summary>
public sealed class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>, IDisposable
{
    private const string Scene = "synthetic:scene?split=train&videos=2&frames=40&width=120&height=90&fps=10";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Pack_Libraries_HaveReadmeDocumentationSymbolsAndOneVersion()
    {
        foreach (string package in PackedFeed.Libraries)
        {
            Assert.True(File.Exists(feed[package, "snupkg"]), $"no symbols of {package}");
            using ZipArchive packed = ZipFile.OpenRead(feed[package]);
            Assert.NotNull(packed.GetEntry("readme.md"));
            Assert.NotNull(packed.GetEntry($"lib/net10.0/{package}.xml"));
            Assert.DoesNotContain(packed.Entries, entry => entry.FullName.StartsWith("content", StringComparison.Ordinal));   // weights of others

            XElement[] told = [.. Nuspec(packed, package).Descendants()];
            Assert.Equal("MIT", told.Single(e => e.Name.LocalName == "license").Value);
            Assert.All(
                told.Where(e => e.Name.LocalName == "dependency" && PackedFeed.Libraries.Contains((string?)e.Attribute("id"))),
                own => Assert.Equal(PackedFeed.Version, (string?)own.Attribute("version")));
            if (Path.Exists(Path.Combine(TestData.Repository, ".git")))
            {
                Assert.Matches("^[0-9a-f]{40}$", (string?)told.Single(e => e.Name.LocalName == "repository").Attribute("commit"));
            }
        }
    }

    [Fact]
    public void Pack_Libraries_AFreshProgramFitsSavesLoadsWithPlainMlNetAndScores()
    {
        WriteProgram();
        Succeed(Programs.Dotnet(_workspace["stranger"], "build", "-nologo", "-v", "quiet", "-o", _workspace["built"]));
        Succeed(Programs.Run("dotnet", [_workspace["built/stranger.dll"], "train", _workspace["model.zip"]]));
        ProgramResult scored = Succeed(Programs.Run("dotnet", [_workspace["built/stranger.dll"], "score", _workspace["model.zip"]]));

        Assert.Equal("31 scores, all finite: True", scored.Out.Trim());
    }

    [Fact]
    public void Pack_Template_NewProgramBuildsTrainsAndScores()
    {
        string[] hive = ["--debug:custom-hive", _workspace["hive"]];
        _workspace.Write("nuget.config", feed.NuGetConfig());
        Succeed(Programs.Dotnet(_workspace.Folder, ["new", "install", feed["MlNetVad.Templates"], .. hive]));
        Succeed(Programs.Dotnet(_workspace.Folder, ["new", "mlnetvad", "-o", _workspace["Gate"], .. hive]));
        Succeed(Programs.Dotnet(_workspace["Gate"], "build", "-nologo", "-v", "quiet", "-warnaserror", "-p:NuGetAudit=false", "-o", _workspace["built"]));
        string program = _workspace["built/Gate.dll"];

        Succeed(Programs.Run("dotnet", [program, "train", Scene, _workspace["gate.zip"]]));
        ProgramResult scored = Succeed(Programs.Run("dotnet", [program, "score", _workspace["gate.zip"], Scene]));
        ProgramResult absent = Programs.Run("dotnet", [program, "score", _workspace["gate.zip"], _workspace["absent.mp4"]]);

        Assert.Equal(2 * 40, scored.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(1, absent.ExitCode);
        Assert.Single(absent.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, Programs.Run("dotnet", [program]).ExitCode);
    }

    [Fact]
    public void Pack_Tool_InstallsAndKnowsTheMachine()
    {
        _workspace.Write("nuget.config", feed.NuGetConfig());
        Succeed(Programs.Dotnet(_workspace.Folder, "tool", "install", "MlNetVad.Cli", "--version", PackedFeed.Version, "--tool-path", _workspace["bin"]));
        string tool = Path.Combine(_workspace["bin"], CommandLineApp.Name);

        Assert.StartsWith("0.1.0", Succeed(Programs.Run(tool, ["--version"])).Out, StringComparison.Ordinal);
        Assert.Contains("libtorch", Succeed(Programs.Run(tool, ["doctor", "--json"])).Out, StringComparison.OrdinalIgnoreCase);
    }

    private static XDocument Nuspec(ZipArchive packed, string package)
    {
        using Stream stream = packed.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(stream);
    }

    private static ProgramResult Succeed(ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>A console project that refers to a package and knows nothing else.</summary>
    private void WriteProgram()
    {
        _workspace.Write("stranger/nuget.config", feed.NuGetConfig());
        _workspace.Write("stranger/stranger.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlNetVad.Pipelines" Version="{PackedFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        _workspace.Write("stranger/Program.cs", $$"""
            using Microsoft.ML;
            using Microsoft.ML.Data;
            using MlNetVad.Persistence;
            using MlNetVad.Pipelines;
            using MlNetVad.Video;

            var ml = new MLContext(seed: 1);
            var options = new NormalModesOptions { NumberOfModes = 2 };
            VideoSource video = VideoSource.FromPath("{{Scene}}");
            if (args[0] == "train")
            {
                IDataView clips = VideoData.Load(ml, video, NormalModes.ClipOptions(options, video));
                VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, args[1]);
            }
            else
            {
                ITransformer model = ml.Model.Load(args[1], out _);
                IDataView clips = VideoData.Load(ml, VideoSource.FromVideo(video.Videos[0]), NormalModes.ClipOptions(options, video));
                float[] scores = model.Transform(clips).GetColumn<float>("Score").ToArray();
                Console.WriteLine($"{scores.Length} scores, all finite: {scores.All(float.IsFinite)}");
            }
            """);
    }
}
