using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlNetVad.Cli.Terminal;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary>Options that several commands share; named as the <c>mlnet</c> command names them.</summary>
internal static class CommonOptions
{
    private static readonly Dictionary<string, Verbosity> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["q"] = Verbosity.Quiet,
        ["quiet"] = Verbosity.Quiet,
        ["m"] = Verbosity.Minimal,
        ["minimal"] = Verbosity.Minimal,
        ["diag"] = Verbosity.Diagnostic,
        ["diagnostic"] = Verbosity.Diagnostic,
    };

    /// <summary>Answer in JSON.</summary>
    private static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on standard output, and nothing else there." };

    /// <summary>The model zip.</summary>
    public static Option<string> Model() => new("--model", "-m")
    {
        Description = "The model zip that 'mlnetvad train' wrote.",
        HelpName = "M.zip",
        Required = true,
    };

    /// <summary>Leaves out of a model what its training video looked like.</summary>
    public static Option<bool> NoPictures() => new("--no-pictures") { Description = "Keep no pictures of the training video in the model; alarms then show nothing to compare with." };

    /// <summary>Adds <c>--timeout</c> and <c>--reconnect</c>, for streams behind a URL.</summary>
    /// <returns>Reads them.</returns>
    public static Func<ParseResult, StreamOptions> AddStream(this Command command)
    {
        const double most = 1e6;
        var standard = new StreamOptions();
        Option<double> timeout = new("--timeout")
        {
            Description = "Seconds without data or a frame after which a stream (URL) has broken off: exit code 1, and what came before is kept.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => standard.TimeoutSeconds,
            CustomParser = result => Number(result, "seconds, above 0 up to a million", n => n is > 0 and <= most),
        };
        Option<double> reconnect = new("--reconnect")
        {
            Description = "Seconds for which a camera that broke off is tried again, with growing pauses, before that.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => standard.ReconnectSeconds,
            CustomParser = result => Number(result, "seconds, 0 up to a million", n => n is >= 0 and <= most),
        };
        command.Options.Add(timeout);
        command.Options.Add(reconnect);
        return parsed => new StreamOptions { TimeoutSeconds = parsed.GetValue(timeout), ReconnectSeconds = parsed.GetValue(reconnect) };
    }

    /// <summary>An option whose value is one of an enumeration's names, in any case.</summary>
    public static Option<T> Choice<T>(string name, string description, T standard)
        where T : struct, Enum
    {
        string names = string.Join(", ", Enum.GetNames<T>());
        return new Option<T>(name)
        {
            Description = $"{description} One of {names}.",
            HelpName = "KIND",
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (Enum.GetNames<T>().Contains(word, StringComparer.OrdinalIgnoreCase))
                {
                    return Enum.Parse<T>(word, ignoreCase: true);
                }

                result.AddError($"{name} is '{word}'; expected one of {names}.");
                return standard;
            },
        };
    }

    /// <summary>Reads a number, or complains in the option's own words.</summary>
    public static double Number(ArgumentResult result, string expected, Func<double, bool> allowed)
    {
        string word = result.Tokens[0].Value;
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && allowed(number))
        {
            return number;
        }

        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} is '{word}'; expected {expected}.");
        return double.NaN;
    }

    private static Option<Verbosity> Loudness() => new("--verbosity", "-v")
    {
        Description = "How much to say beside the result: q (errors only), m (progress), diag (everything).",
        HelpName = "q|m|diag",
        DefaultValueFactory = _ => Verbosity.Minimal,
        CustomParser = result =>
        {
            if (Levels.TryGetValue(result.Tokens[0].Value, out Verbosity level))
            {
                return level;
            }

            result.AddError($"--verbosity is '{result.Tokens[0].Value}'; expected q, m or diag.");
            return Verbosity.Minimal;
        },
    };

    /// <summary>The same as <c>--verbosity q</c>.</summary>
    private static Option<bool> Quiet() => new("--quiet", "-q") { Description = "The same as --verbosity q." };

    /// <summary>Adds --json, --verbosity and --quiet, and an action that obeys them.</summary>
    public static void SetAction(this Command command, Screen screen, Func<ParseResult, int> action)
    {
        Option<bool> json = Json(), quiet = Quiet();
        Option<Verbosity> verbosity = Loudness();
        command.Options.Add(json);
        command.Options.Add(verbosity);
        command.Options.Add(quiet);
        command.SetAction(parsed =>
        {
            screen.Json = parsed.GetValue(json);
            screen.Verbosity = parsed.GetValue(quiet) ? Verbosity.Quiet : parsed.GetValue(verbosity);
            return action(parsed);
        });
    }
}
