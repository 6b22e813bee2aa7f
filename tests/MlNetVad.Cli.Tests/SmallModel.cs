using MlNetVad.Cli.Tests;
using MlNetVad.Pipelines;

[assembly: AssemblyFixture(typeof(SmallModel))]

namespace MlNetVad.Cli.Tests;

/// <summary>One model, trained by the command on a small generated scene, for all tests.</summary>
public sealed class SmallModel : IDisposable
{
    public const string Scene = "synthetic:scene?videos=2&frames=90";
    public const int ClipsOfVideo = 90 - (9 * 3);   // 10 frames, 0.1 s apart at 25 frames a second

    /// <summary>Frames of a clip of the pipeline that the config names.</summary>
    public static readonly int ClipLength = new NormalModesOptions().ClipLength;

    private readonly Workspace _workspace = new();

    public SmallModel()
    {
        CliResult result = Cli.Run("train", _workspace.WriteConfig(Scene), "-o", Path, "--no-evaluate");
        Assert.True(result.ExitCode == 0, result.ToString());
        Printed = result.Out;
    }

    /// <summary>What the command printed.</summary>
    public string Printed { get; }

    public string Path => _workspace["model.zip"];

    public void Dispose() => _workspace.Dispose();
}
