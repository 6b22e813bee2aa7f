using Microsoft.ML;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Tests.Transforms.SceneCaption;

/// <summary>Videos of textured rectangles that move steadily in front of black.</summary>
internal static class MovingRectangles
{
    public const int Height = 100;
    public const int Width = 160;

    /// <summary>A rectangle's first place, velocity in pixels a frame, and size.</summary>
    public sealed record Mover(double X, double Y, double U, double V, int Width = 8, int Height = 24);

    /// <summary>One video.</summary>
    public static VadVideo Film(string id, int frames, params Mover[] movers)
    {
        byte[][] pictures = [.. Enumerable.Range(0, frames).Select(i => Draw(movers, i))];
        return VideoSource.FromFrames(id, pictures, new FrameFormat(Height, Width, 1)).Videos[0];
    }

    /// <summary>Clips of some videos.</summary>
    public static IDataView Clips(MLContext ml, params VadVideo[] videos) => VideoData.Load(ml, new VideoSource("rectangles", videos));

    /// <summary>Normal life: people-sized rectangles walk to either side at 0.8 to 1.2 pixels a frame.</summary>
    public static IDataView Normal(MLContext ml) => Clips(
        ml,
        Film("left", 100, new Mover(130, 20, -1.2, 0)),
        Film("right", 100, new Mover(10, 60, 1, 0)),
        Film("slowly right", 100, new Mover(40, 40, 0.8, 0)));

    /// <summary>What was learned of normal life, once for all tests.</summary>
    public static ForegroundObjectsTransformer Detector => Learned.Value.Detector;

    /// <summary>Describes scenes.</summary>
    public static SceneCaptionTransformer Describer => Learned.Value.Describer;

    /// <summary>Describes each object.</summary>
    public static SceneCaptionTransformer ObjectDescriber => Learned.Value.ObjectDescriber;

    private static readonly Lazy<(ForegroundObjectsTransformer Detector, SceneCaptionTransformer Describer, SceneCaptionTransformer ObjectDescriber)> Learned = new(() =>
    {
        var ml = new MLContext(seed: 1);
        IDataView normal = Normal(ml);
        var foreground = new ForegroundOptions { BackgroundEvery = 4, MinimumHeightSamples = 50 };
        ForegroundObjectsTransformer detector = ml.Transforms.DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Foreground = foreground }).Fit(normal);
        IDataView objects = ml.Data.Cache(detector.Transform(normal));
        SceneCaptionTransformer Fit(bool perObject) =>
            ml.Transforms.DescribeScene(new SceneCaptionEstimator.Options { Foreground = foreground, PerObject = perObject }).Fit(objects);

        return (detector, Fit(perObject: false), Fit(perObject: true));
    });

    private static byte[] Draw(Mover[] movers, int frame)
    {
        byte[] picture = new byte[Height * Width];
        foreach (Mover mover in movers)
        {
            byte[] drawn = Vision.Pictures.Rectangle(Height, Width, mover.X + (frame * mover.U), mover.Y + (frame * mover.V), mover.Width, mover.Height);
            for (int i = 0; i < picture.Length; i++)
            {
                picture[i] = Math.Max(picture[i], drawn[i]);
            }
        }

        return picture;
    }
}
