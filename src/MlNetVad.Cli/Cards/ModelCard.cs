using System.Globalization;
using MlNetVad.Cli.Tables;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Examination;
using static System.FormattableString;

namespace MlNetVad.Cli.Cards;

/// <summary>A section of a card: a table, sentences, or both.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Sentences">Its sentences, before the tables.</param>
internal sealed record CardSection(string Title, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Sentences);

/// <summary>What whoever is handed a model must know: what it is, what it was trained on, how it was calibrated, what it reaches, what it cannot do.</summary>
/// <param name="Title">The model's name.</param>
/// <param name="Sections">The sections, in reading order.</param>
internal sealed record ModelCard(string Title, IReadOnlyList<CardSection> Sections)
{
    /// <summary>Writes a card.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="model">The model in it.</param>
    /// <param name="report">An evaluation of it; null where none is at hand.</param>
    public static ModelCard Of(string path, VadModel model, VadEvaluationReport? report) => new(
        Path.GetFileNameWithoutExtension(path),
        [
            new CardSection("Model", [Pairs(Model(path, model))], []),
            model.Training is { } training
                ? new CardSection("Trained on", [Pairs(Trained(training))], [])
                : new CardSection("Trained on", [], ["Not stored: the model was trained by an earlier version, or saved by a program that gave no record of it."]),
            new CardSection("Calibration", [Pairs(Calibration(model))], []),
            .. model.Training?.WouldNotice is { } trial
                ? [new CardSection(TrialTable.Title, [TrialTable.Of(trial)], [.. TrialTable.Sentences(trial)])]
                : (CardSection[])[],
            report is null
                ? new CardSection("Figures", [], ["None at hand: 'mlnetvad evaluate' measures the model, and --report takes what it wrote."])
                : new CardSection("Figures", [Pairs(EvaluationTables.Headline(report)), .. ReportTable.Summary(report)], []),
            new CardSection("Limits and notes", [], [.. ModelLimits.Of(model, report)]),
        ]);

    private static IEnumerable<(string, string)> Model(string path, VadModel model)
    {
        VideoOptions clips = model.ClipOptions();
        yield return ("file", Invariant($"{Path.GetFileName(path)}, {new FileInfo(path).Length / 1024.0:N0} KiB"));
        yield return ("SHA-256", Provenance.Collect(path).ModelSha256!);
        yield return ("reads", ModelWords.Reads(clips));
        yield return ("scores", ModelWords.Scores(clips));
        yield return ("parts", string.Join(", ", model.Describe().Select(part => part.Component.Split('.')[^1]).Distinct()));
    }

    private static IEnumerable<(string, string)> Trained(TrainingRecord training)
    {
        yield return ("video", $"{training.Source}: {Counted.Of(training.Videos, "video")}, {Counted.Of(training.Frames, "frame", "N0")}, {VideoCheck.Time(training.Seconds)}");
        yield return ("pictures", Some(training.Sizes));
        yield return ("frames a second", training.FrameRates.Count > 0 ? Some([.. training.FrameRates.Select(rate => rate.ToString("0.##", CultureInfo.InvariantCulture))]) : "not stated by the video");
        yield return ("light", training.LeastLight is { } least && training.MostLight is { } most ? Invariant($"mean grey level {least:0} to {most:0} of 255, of some hundred pictures looked at") : "not looked at");
        yield return ("by", $"MlNetVad {training.LibraryVersion}{(training.Seed is { } seed ? $", seed {seed}" : "")}");
    }

    private static IEnumerable<(string, string)> Calibration(VadModel model)
    {
        yield return ("threshold", ModelWords.Threshold(model));
        if (model.Parts.LastOrDefault(part => part is IScoreThreshold) is { } part)
        {
            foreach ((string name, string value) in part.Settings.Where(setting => setting.Name != "threshold"))
            {
                yield return (name, value);
            }
        }
    }

    private static string Some(IReadOnlyList<string> values)
    {
        const int most = 6;
        return string.Join(", ", values.Take(most)) + (values.Count > most ? $" and {values.Count - most} more" : "");
    }

    private static ReportTable Pairs(IEnumerable<(string Name, string Value)> pairs) =>
        new("", [new("", false), new("", false)], [.. pairs.Select(pair => (IReadOnlyList<string>)[pair.Name, pair.Value])]);
}
