using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Onnx;

/// <summary>
/// The embedded captioner, which needs no file and no service: <see cref="SceneCaptionEstimator"/> says in plain sentences what
/// moves. It reads a detector's objects rather than the pictures alone, learns from normal rows, and describes every clip.
/// </summary>
public sealed class SceneCaptioner : Captioner
{
    /// <summary>The objects of the clip's target frame, <c>Vector&lt;Single, *, 6&gt;</c>.</summary>
    public string ObjectsColumnName = "Objects";

    /// <summary>Whether each object gets a sentence of its own, rather than the scene one caption.</summary>
    public bool PerObject;

    /// <summary>The clip's frame the objects are of; the same as <see cref="VideoOptions.Target"/>.</summary>
    public ClipTarget Target = ClipTarget.Last;

    /// <summary>The constants of the foreground on which flow is computed.</summary>
    public ForegroundOptions Foreground = new();

    /// <summary>The constants of flow and tube.</summary>
    public MotionOptions Motion = new();

    /// <summary>The estimator behind it.</summary>
    internal SceneCaptionEstimator Estimator(ClipCaptionEstimator.Options options) => new(new SceneCaptionEstimator.Options
    {
        OutputColumnName = options.OutputColumnName,
        ClipColumnName = options.ClipColumnName,
        ObjectsColumnName = ObjectsColumnName,
        PerObject = PerObject,
        Target = Target,
        Foreground = Foreground,
        Motion = Motion,
        CancellationToken = options.CancellationToken,
    });

    internal override void Validate() => new SceneCaptionEstimator.Options { ObjectsColumnName = ObjectsColumnName, Target = Target, Foreground = Foreground, Motion = Motion }.Validate();

    internal override ReadyCaptioner Prepare() => throw new InvalidOperationException("The embedded captioner is an estimator of its own.");
}
