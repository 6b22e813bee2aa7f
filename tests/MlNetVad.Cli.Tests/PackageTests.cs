using System.IO.Compression;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>A stranger's program: it knows the packed files and nothing of this repository.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "0.0.1-test";   // none that someone has installed

    private static readonly (string Project, string Package)[] Libraries =
    [
        ("src/MlNetVad", "MlNetVad"),
        ("src/MlNetVad.Torch", "MlNetVad.Torch"),
        ("src/MlNetVad.Onnx", "MlNetVad.Onnx"),
        ("src/MlNetVad.Pretrained", "MlNetVad.Pretrained"),
        ("pipelines", "MlNetVad.Pipelines"),
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Pack_Libraries_AFreshProgramFitsSavesLoadsWithPlainMlNetAndScores()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        foreach ((string project, string package) in Libraries)
        {
            Succeed(Programs.Dotnet(TestData.Repository, "pack", project, "-c", configuration, "--no-build", "-o", _workspace["feed"], $"-p:PackageVersion={Version}", "-nologo", "-v", "quiet"));
            Assert.True(File.Exists(_workspace[$"feed/{package}.{Version}.snupkg"]), $"no symbols of {package}");
            using ZipArchive packed = ZipFile.OpenRead(_workspace[$"feed/{package}.{Version}.nupkg"]);
            Assert.NotNull(packed.GetEntry("readme.md"));
            Assert.NotNull(packed.GetEntry($"lib/net10.0/{package}.xml"));
            Assert.DoesNotContain(packed.Entries, entry => entry.FullName.StartsWith("content", StringComparison.Ordinal));   // weights of others
        }

        WriteProgram();
        Succeed(Programs.Dotnet(_workspace["stranger"], "build", "-nologo", "-v", "quiet", "-o", _workspace["built"]));
        Succeed(Programs.Run("dotnet", [_workspace["built/stranger.dll"], "train", _workspace["model.zip"]]));
        ProgramResult scored = Succeed(Programs.Run("dotnet", [_workspace["built/stranger.dll"], "score", _workspace["model.zip"]]));

        Assert.Equal("31 scores, all finite: True", scored.Out.Trim());
    }

    private static ProgramResult Succeed(ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>A console project whose packages are ours, packed, and those that this machine has restored for the repository.</summary>
    private void WriteProgram()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _workspace.Write("stranger/nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{_workspace["feed"]}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{_workspace["restored"]}" /></config>
            </configuration>
            """);
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
                <PackageReference Include="MlNetVad.Pipelines" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        _workspace.Write("stranger/Program.cs", """
            using Microsoft.ML;
            using Microsoft.ML.Data;
            using MlNetVad.Persistence;
            using MlNetVad.Pipelines;
            using MlNetVad.Video;

            var ml = new MLContext(seed: 1);
            var options = new NormalModesOptions { NumberOfModes = 2 };
            VideoSource video = VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=40&width=120&height=90&fps=10");
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
