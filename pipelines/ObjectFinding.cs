using Microsoft.ML;
using MlNetVad.Onnx;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>The first step of every pipeline that looks at objects: what moves, or what a detector of the user's own knows.</summary>
internal static class ObjectFinding
{
    /// <summary>The step, which adds six numbers an object: x, y, width, height, confidence, class.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="detector">The detector's options, or null for what moves.</param>
    /// <param name="target">The frame of a clip that is searched.</param>
    /// <param name="background">For what moves.</param>
    /// <param name="cancellationToken">Stops fitting.</param>
    public static IEstimator<ITransformer> Create(
        MLContext ml, ObjectDetectionEstimator.Options? detector, ClipTarget target, BackgroundKind background, CancellationToken cancellationToken)
    {
        if (detector is null)
        {
            return ml.Transforms.DetectForegroundObjects(new ForegroundObjectsEstimator.Options
            {
                OutputColumnName = "Objects",
                ClipColumnName = "Clip",
                Target = target,
                Foreground = new ForegroundOptions { Background = background },
                CancellationToken = cancellationToken,
            });
        }

        (detector.OutputColumnName, detector.ClipColumnName, detector.Target) = ("Objects", "Clip", target);
        return ml.Transforms.DetectObjects(detector);
    }
}
