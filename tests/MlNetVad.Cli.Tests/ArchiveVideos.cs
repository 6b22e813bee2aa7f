using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

/// <summary>A dozen video files of a generated scene, and a model that scores them fast and remembers a second.</summary>
public sealed class ArchiveVideos : IDisposable
{
    public const int Clips = 12, Shortest = 24;

    private const string Size = "width=120&height=90&fps=10";
    private readonly Workspace _workspace = new();

    public ArchiveVideos()
    {
        for (int i = 0; i < Clips; i++)
        {
            Write(_workspace[$"videos/clip{i:00}.mp4"], i, Shortest + i);
        }

        _workspace.Write("videos/labels.csv", "video,first,last\nclip03,4,9\n");
        Train();
        Score(Model, Folder, _workspace["one.csv"]);
        Scores = File.ReadAllBytes(_workspace["one.csv"]);
    }

    /// <summary>What one process writes.</summary>
    public byte[] Scores { get; }

    public string Folder => _workspace["videos"];

    public string Model => _workspace["fast.zip"];

    /// <summary>A scene of its own as a video file.</summary>
    public static void Write(string path, int seed, int frames)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        VadVideo scene = VideoSource.FromPath($"synthetic:scene?split=test&videos=1&anomalies=1&seed={seed}&frames={frames}&{Size}").Videos[0];
        using FrameReader reader = scene.OpenFrames(new FrameFormat(90, 120, 1));
        using Process ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "120x90", "-r", "10", "-i", "pipe:0", "-c:v", "mpeg4", "-q:v", "2", path]) { RedirectStandardInput = true, UseShellExecute = false })!;
        byte[] frame = new byte[reader.Format.FrameBytes];
        while (reader.Read(frame))
        {
            ffmpeg.StandardInput.BaseStream.Write(frame);
        }

        ffmpeg.StandardInput.Close();
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    /// <summary>Scores in one go.</summary>
    public static void Score(string model, string archive, string output)
    {
        CliResult result = Cli.Run("score", "-m", model, "-i", archive, "-o", output);
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
    }

    public void Dispose() => _workspace.Dispose();

    private void Train()
    {
        var ml = new MLContext(seed: 1);
        VideoDataView clips = VideoData.Load(
            ml,
            VideoSource.FromPath($"synthetic:scene?split=train&videos=2&frames=60&{Size}"),
            new VideoOptions { Target = ClipTarget.Middle, Height = 90, Width = 120 });
        ITransformer model = ml.Transforms
            .DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Target = ClipTarget.Middle })
            .Append(ml.Transforms.MotionFeatures("ObjectFeatures", target: ClipTarget.Middle))
            .Append(ml.AnomalyDetection.Trainers.NearestNeighbors(ml, "ObjectFeatures"))
            .Append(ml.Transforms.SmoothScore("Score", width: 10))
            .Append(ml.Transforms.CalibrateScore("Score"))
            .Fit(clips);
        VadModel.Save(ml, model, clips.Schema, Model);
    }
}
