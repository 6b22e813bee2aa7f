using System.CommandLine;
using Microsoft.ML;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad adapt A.zip --normal VIDEO</c>: the model of one scene learns another from minutes of its normal life.</summary>
internal static class AdaptCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = "A model trained on another scene.", HelpName = "A.zip" };
        Option<string> normal = new("--normal", "-n")
        {
            Description = "Some minutes of the new scene's normal life: a folder of videos (with train/ inside, if you like), a video, or a scene.",
            HelpName = "VIDEO",
            Required = true,
        };
        Option<string> output = new("--output", "-o") { Description = "The model zip to write; A.zip stays as it is.", HelpName = "B.zip", Required = true };
        Option<bool> noPictures = CommonOptions.NoPictures();
        var command = new Command("adapt", "Take a model to another scene: its ways to move, its actions and their modes, or its network, stay; background, scale, places and threshold are learned from minutes of the new scene's normal video, with the default options.")
        {
            model, normal, output, noPictures,
        };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(model)!, parsed.GetValue(normal)!, parsed.GetValue(output)!, !parsed.GetValue(noPictures), cancellation));
        return command;
    }

    private static int Run(Screen screen, string modelPath, string normal, string output, bool withPictures, CancellationToken cancellation)
    {
        OutputPath.RequireFile(output);
        OutputPath.Check([output], modelPath, normal);
        OutputPath.CheckTemporary();
        VadModel model = ModelFile.Load(Context.Create(seed: 1, screen), modelPath, cancellation);
        TrainingConfig config = TrainingConfig.ForData(normal, PipelineOf(model));
        TrainedModel adapted = ModelTraining.Train(
            config,
            Adapting(model, config.Training.Options),
            File.Exists(normal) ? VideoSource.FromPath(normal) : config.DataSource.Open(VadSplit.Train, normal),
            config.Training.Seed,
            output,
            new TrainingRun { CancellationToken = cancellation },
            screen,
            withPictures);
        TrainedTable.Show(screen, config, adapted, report: null);
        return ExitCode.Success;
    }

    private static Func<MLContext, IEstimator<ITransformer>> Adapting(VadModel model, IPipelineOptions chosen)
    {
        VideoOptions clips = model.ClipOptions();
        switch (chosen)
        {
            case SceneAdaptiveOptions actions:
                actions.ObjectFrames = clips.ClipLength;
                return ml => SceneAdaptive.Adapt(ml, model, actions);
            case SparseFilteringOptions prediction:
                (prediction.Predictor.Network.InputFrames, prediction.Predictor.Network.Channels) = (clips.ClipLength - 1, clips.Channels);
                return ml => SibVad.IsOneOf(model) ? SibVad.Adapt(ml, model, prediction) : SfnVad.Adapt(ml, model, prediction);
            default:
                var motion = (NormalModesOptions)chosen;
                (motion.ClipLength, motion.Target) = (clips.ClipLength, clips.Target);
                return ml => NormalModes.Adapt(ml, model, motion);
        }
    }

    private static string PipelineOf(VadModel model) => SceneAdaptive.IsOneOf(model) ? nameof(SceneAdaptive)
        : SibVad.IsOneOf(model) ? nameof(SibVad)
        : SfnVad.IsOneOf(model) ? nameof(SfnVad) : nameof(NormalModes);
}
