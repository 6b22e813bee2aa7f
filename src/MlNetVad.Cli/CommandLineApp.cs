using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli;

/// <summary>Parses, runs and turns every ending into an exit code and at most one sentence.</summary>
internal static class CommandLineApp
{
    /// <summary>The command's name; the assembly has another.</summary>
    public const string Name = "mlnetvad";

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after <c>mlnetvad</c>.</param>
    /// <param name="screen">Where everything is printed.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Screen screen, CancellationToken cancellation)
    {
        ParseResult parsed = Create(screen, cancellation).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Complain(parsed, screen);
        }

        // a script's variable that was never set: no option means anything by an empty value
        if (parsed.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0)) is { } empty)
        {
            string name = empty is OptionResult { Option: var option } ? option.Name : ((ArgumentResult)empty).Argument.Name;
            screen.Complain($"The value of {name} is empty; give one, or leave it out. '{Name} {parsed.CommandResult.Command.Name} --help' shows what it takes.");
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = screen.Out,
                Error = screen.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (!screen.Verbosity.Equals(Verbosity.Diagnostic) || Failure.Expected(e))
        {
            screen.Complain(Failure.Sentence(e));
            return ExitCode.Failure;
        }
        catch (Exception e)
        {
            screen.Complain(Failure.Sentence(e));
            screen.Error.WriteLine(e);
            return ExitCode.Failure;
        }
    }

    private static Command Create(Screen screen, CancellationToken cancellation)
    {
        var help = new HelpOption();
        var examples = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = examples;
        help.Recursive = true;
        var root = new Command(Name, """
            Finds what is unusual in video: trains on normal video, scores every frame, and says how good that is.
            Pictures come from video files, folders of images, URLs, or a generated scene (synthetic:scene).
            """)
        {
            help,
            new VersionOption(),
            DemoCommand.Create(screen, cancellation),
            CheckCommand.Create(screen, cancellation),
            TrainCommand.Create(screen, cancellation),
            AdaptCommand.Create(screen, cancellation),
            RedefineCommand.Create(screen, cancellation),
            ScoreCommand.Create(screen, cancellation),
            ArchiveCommand.Create(screen, cancellation),
            ArchiveWorkerCommand.Create(screen, cancellation),
            EvaluateCommand.Create(screen, cancellation),
            CompareCommand.Create(screen),
            RenderCommand.Create(screen, cancellation),
            BenchCommand.Create(screen, cancellation),
            ServeCommand.Create(screen, cancellation),
            InspectCommand.Create(screen, cancellation),
            DetectCommand.Create(screen, cancellation),
            ModelsCommand.Create(screen),
            ImportCommand.Create(screen),
            AblateCommand.Create(screen, cancellation),
            DoctorCommand.Create(screen),
        };
        root.SetAction(parsed =>
        {
            examples.Invoke(parsed);
            return ExitCode.Usage;
        });
        return root;
    }

    private static int Complain(ParseResult parsed, Screen screen)
    {
        Command command = parsed.CommandResult.Command;
        string name = command.Name == Name ? Name : $"{Name} {command.Name}";
        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
        {
            screen.Complain(message);
        }

        screen.Error.WriteLine($"'{name} --help' shows the options and examples.");
        return ExitCode.Usage;
    }
}
