using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad train CONFIG</c>, or <c>mlnetvad train --data FOLDER</c>.</summary>
internal static class TrainCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string?> config = new("config")
        {
            Description = "The config (*.mbconfig): which videos, which pipeline, which options. Without one, --data names the videos and NormalModes is trained.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> output = new("--output", "-o") { Description = "The model zip to write; without it, what the config says, or the folder's name.", HelpName = "M.zip" };
        Option<string?> data = new("--data", "--dataset", "-d") { Description = "Train on this folder of normal videos (with train/ and test/ inside, if you like), data set or scene, in place of the config's.", HelpName = "DIR" };
        Option<int?> seed = new("--seed")
        {
            Description = "The seed, in place of the config's.",
            HelpName = "N",
            CustomParser = result => (int?)CommonOptions.Number(result, "a whole number from 0", n => n is >= 0 and <= int.MaxValue && n == Math.Floor(n)),
        };
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint that an interrupted run left beside the model (M.zip.checkpoint)." };
        Option<bool> noHistory = new("--no-history") { Description = "Leave the config's RunHistory as it is." };
        Option<bool> noEvaluate = new("--no-evaluate") { Description = "Do not measure the model on the data set's labelled part." };
        Option<bool> noPictures = CommonOptions.NoPictures();
        var command = new Command("train", "Train on a folder of normal videos, or as a config says; save the model, and record the run in the config.")
        {
            config, output, data, seed, resume, noHistory, noEvaluate, noPictures,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(config) is null && result.GetValue(data) is null)
            {
                result.AddError("Neither a config nor --data was given; name a folder of normal videos: mlnetvad train --data FOLDER -o M.zip.");
            }
        });
        command.SetAction(screen, parsed => Run(
            screen,
            new Request(
                parsed.GetValue(config),
                parsed.GetValue(output),
                parsed.GetValue(data),
                parsed.GetValue(seed),
                parsed.GetValue(resume),
                !parsed.GetValue(noHistory),
                !parsed.GetValue(noEvaluate),
                !parsed.GetValue(noPictures)),
            cancellation));
        return command;
    }

    private static int Run(Screen screen, Request request, CancellationToken cancellation)
    {
        TrainingConfig config = request.Config is { } path ? TrainingConfig.Load(path) : TrainingConfig.ForData(request.Data!);
        foreach (string warning in config.Training.Warnings)
        {
            screen.Warn(warning);
        }

        string modelPath = request.Output ?? config.DefaultModelPath;
        CheckOutputs(config, modelPath, request);
        TrainingRun run = Checkpoint.Prepare(config, modelPath, request.Resume, screen, cancellation);
        var record = new TrialRecord(config, request.Seed ?? config.Training.Seed, request.Data, request.History && request.Config is not null);
        try
        {
            VideoSource videos = config.DataSource.Open(VadSplit.Train, request.Data);
            VideoSource? test = request.Evaluate && config.DataSource.Has(VadSplit.Test, request.Data) ? config.DataSource.Open(VadSplit.Test, request.Data) : null;
            TrainedModel trained = ModelTraining.Train(config, config.Training.CreatePipeline, videos, record.Seed, modelPath, run, screen, request.Pictures);
            if (trained.Stopped)
            {
                return Stopped(screen, config, run, trained, record);
            }

            Checkpoint.Delete(run);
            VadEvaluationReport? report = test is not null && ModelEvaluation.HasLabels(test)
                ? ModelEvaluation.Run(screen, modelPath, new BaselinePass(test), new EvaluationOptions(), cancellation).Report
                : null;
            record.Completed(trained, report);
            TrainedTable.Show(screen, config, trained, report);
            return ExitCode.Success;
        }
        catch (Exception e)
        {
            record.Failed(e);
            throw;
        }
    }

    /// <summary>The user ended the training of a network: its best weights are saved, the figures are not measured.</summary>
    private static int Stopped(Screen screen, TrainingConfig config, TrainingRun run, TrainedModel trained, TrialRecord record)
    {
        string steps = trained.Network is { } network ? $" after step {network.Step} of {network.TotalSteps}" : "";
        string resume = run.CheckpointPath is { } path && File.Exists(path) ? ", --resume goes on from its checkpoint" : "";
        string sentence = $"stopped{steps}; the best model so far is saved as '{trained.ModelPath}' and was not evaluated{resume}.";
        record.Stopped(trained, sentence);
        if (screen.Json)
        {
            screen.Out.WriteLine(TrainJson.Write(config, trained, null));
        }

        screen.Complain(sentence);
        return ExitCode.Failure;
    }

    /// <summary>Tries everything that will be written, before an hour of training.</summary>
    private static void CheckOutputs(TrainingConfig config, string modelPath, Request request)
    {
        OutputPath.RequireFile(modelPath);
        string[] outputs = config.Training.Options.TrainsNetwork ? [modelPath, Checkpoint.PathOf(modelPath)] : [modelPath];
        OutputPath.Check(
            outputs,
            [.. request.Config is { } read ? [read] : Array.Empty<string>(), request.Data ?? config.DataSource.Location, .. config.Training.NeededFiles().Select(file => file.Found).OfType<string>()]);
        if (request.History && request.Config is { } path && OutputPath.Refusal(path) is not null)
        {
            throw new VadException($"The run cannot be recorded: the config '{path}' or its folder cannot be written; train with --no-history, or from a copy of the config.");
        }

        OutputPath.CheckTemporary();
    }

    private sealed record Request(string? Config, string? Output, string? Data, int? Seed, bool Resume, bool History, bool Evaluate, bool Pictures);
}
