using System.Security.Cryptography;
using MlNetVad.TestSupport;

namespace MlNetVad.Torch.Tests.Native;

/// <summary>A fresh console project outside the repository that uses the library. Its packages come from the machine's sources.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Package = "<PackageReference Include=\"libtorch-cpu-linux-x64\" Version=\"2.10.0\" />";
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-consumer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Consumer_WithTheNativePackage_PredictsAndLeavesItsFileAlone()
    {
        string original = NativeFile.Require("libLibTorchSharp.so");

        ProgramResult result = BuildAndRun(Package);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("1 1 32 48", result.Out.Trim());
        Assert.Equal("", result.Error);
        string own = Directory.GetFiles(_folder, Path.GetFileName(original), SearchOption.AllDirectories).Single(file => file.Contains("bin", StringComparison.Ordinal));
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(original)), SHA256.HashData(File.ReadAllBytes(own)));
    }

    [Fact]
    public void Consumer_WithoutTheNativePackage_SaysWhichToAdd()
    {
        NativeFile.Require("libLibTorchSharp.so");

        ProgramResult result = BuildAndRun("");

        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Equal("Networks cannot run: libtorch is not among this program's files; add the package libtorch-cpu-linux-x64 2.10.0 to the program.", result.Out.Trim());
    }

    private ProgramResult BuildAndRun(string package)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        Write("consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{TestData.Repository}/src/MlNetVad.Torch/MlNetVad.Torch.csproj" />
                {package}
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", """
            using MlNetVad;
            using MlNetVad.Torch.Networks;
            using TorchSharp;

            try
            {
                using var network = new FramePredictor(new PredictorOptions
                {
                    Height = 32, Width = 48, Dimension = 16, MotionDimension = 16, TextDimension = 0, DecoderDepth = 1, RoutedFilters = 7, ActiveFilters = 2, Reduction = 8,
                });
                using var scope = torch.NewDisposeScope();
                Prediction prediction = network.forward(torch.zeros([1, 4, 1, 32, 48]), null);
                System.Console.WriteLine(string.Join(' ', prediction.Frame.shape));
            }
            catch (VadException e)
            {
                System.Console.WriteLine(e.Message);
                return 3;
            }

            return 0;
            """);
        ProgramResult built = Programs.Dotnet(_folder, "build", "-c", configuration, "-nologo", "-v", "quiet", "-p:BuildProjectReferences=false");
        Assert.True(built.ExitCode == 0, built.ToString());
        return Programs.Run("dotnet", [Path.Combine(_folder, "bin", configuration, "net10.0", "consumer.dll")], _folder);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
