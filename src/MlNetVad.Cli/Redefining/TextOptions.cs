using System.CommandLine;
using MlNetVad.Cli.Commands;
using MlNetVad.Onnx;
using MlNetVad.Scoring;
using MlNetVad.Torch;

namespace MlNetVad.Cli.Redefining;

/// <summary>The options that say something in words.</summary>
internal sealed class TextOptions
{
    private static readonly TextRedefinition s_standard = new("", RedefinedAs.Normal);

    private readonly Option<string[]> _normal = new("--normal-text")
    {
        Description = "Things of which this is true are normal: one thing in English about speed, size, posture or stay, a class of the model's detector, or, of SceneAdaptive, an action.",
        HelpName = "\"a person runs\"",
    };

    private readonly Option<string[]> _anomalous = new("--anomalous-text") { Description = "Things of which this is true are anomalous.", HelpName = "\"a huge object\"" };

    private readonly Option<double> _threshold = Number(
        "--threshold", "How similar a text must be to words that the model knows, to be taken for them.", "SIMILARITY", s_standard.Threshold, "a similarity above 0, at most 1", n => n is > 0 and <= 1);

    private readonly Option<double> _strength = Number(
        "--strength", "How much of the way to a typical normal score, or to an alarm, a text moves a thing's score.", "SHARE", s_standard.Strength, "a share above 0, at most 1", n => n is > 0 and <= 1);

    private readonly Option<double> _duration = Number(
        "--minimum-duration", "For how long a text must have been true of a thing before it counts.", "SECONDS", 0, "seconds, 0 up to an hour", n => n is >= 0 and <= 3600);

    private readonly Option<RedefinitionFormula> _formula = CommonOptions.Choice(
        "--formula", "How a text moves scores: Calibrated by what normal video has, live too; Paper by the extremes of a whole video, with --preview only.", s_standard.Formula);

    private readonly Option<string> _clip = new("--clip") { Description = "Of a SceneAdaptive model with a CLIP: that CLIP's weights, whose text tower reads the texts.", HelpName = "model.safetensors" };

    private readonly Option<string> _vocabulary = new("--clip-vocabulary") { Description = "Its vocabulary.", HelpName = "merges.txt" };

    /// <summary>Adds the options to a command.</summary>
    public TextOptions(Command command)
    {
        foreach (Option option in (Option[])[_normal, _anomalous, _threshold, _strength, _duration, _formula, _clip, _vocabulary])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (Option option in (Option[])[_threshold, _strength, _duration, _formula, _clip, _vocabulary])
            {
                if (result.GetResult(option) is { Implicit: false } && !Says.Any(said => result.GetResult(said) is not null))
                {
                    result.AddError($"{option.Name} is about what is said in words; give --normal-text or --anomalous-text too.");
                }
            }

            if (result.GetResult(_clip) is null != result.GetResult(_vocabulary) is null)
            {
                result.AddError("A CLIP reads with its own vocabulary; give --clip and --clip-vocabulary together.");
            }
        });
    }

    /// <summary>The options that say something by themselves.</summary>
    public IReadOnlyList<Option> Says => [_normal, _anomalous];

    /// <summary>What was said.</summary>
    public IReadOnlyList<TextRedefinition> Read(ParseResult parsed) =>
        [.. Of(parsed, _normal, RedefinedAs.Normal), .. Of(parsed, _anomalous, RedefinedAs.Anomalous)];

    /// <summary>Opens the CLIP that reads the texts; null where none was given.</summary>
    /// <exception cref="VadException">A file is not there or is none of a CLIP.</exception>
    public ClipTextEncoder? OpenClip(ParseResult parsed) =>
        parsed.GetValue(_clip) is { } weights ? ClipTextEncoder.Load(weights, ClipTokenizer.Open(parsed.GetValue(_vocabulary)!).Encode) : null;

    private IEnumerable<TextRedefinition> Of(ParseResult parsed, Option<string[]> texts, RedefinedAs meaning) =>
        (parsed.GetValue(texts) ?? []).Select(text => new TextRedefinition(text, meaning)
        {
            Threshold = parsed.GetValue(_threshold),
            Strength = parsed.GetValue(_strength),
            MinimumDuration = TimeSpan.FromSeconds(parsed.GetValue(_duration)),
            Formula = parsed.GetValue(_formula),
        });

    private static Option<double> Number(string name, string description, string unit, double standard, string expected, Func<double, bool> allowed) => new(name)
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => standard,
        CustomParser = result => CommonOptions.Number(result, expected, allowed),
    };
}
