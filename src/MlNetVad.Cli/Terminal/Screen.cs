using MlNetVad.Video.Frames;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetVad.Cli.Terminal;

/// <summary>
/// Where a command prints. Results go to standard output, everything else to standard error, so that a script can read
/// the one and a person the other.
/// </summary>
internal sealed class Screen
{
    private const int WidthWhenRedirected = 120;

    private readonly IAnsiConsole _out, _error;

    /// <summary>Makes a screen of two writers.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Progress and complaints.</param>
    /// <param name="outputIsTerminal">Whether colours and the window's width may be used.</param>
    /// <param name="errorIsTerminal">Whether a live progress bar may be drawn.</param>
    public Screen(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false)
    {
        Out = output;
        Error = error;
        ErrorIsTerminal = errorIsTerminal;
        _out = Console(output, outputIsTerminal);
        _error = Console(error, errorIsTerminal);
    }

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether a live progress bar may be drawn.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>How much is said beside the result.</summary>
    public Verbosity Verbosity { get; set; } = Verbosity.Minimal;

    /// <summary>Whether standard output carries JSON and nothing else.</summary>
    public bool Json { get; set; }

    /// <summary>The console that draws progress.</summary>
    public IAnsiConsole ErrorConsole => _error;

    /// <summary>The process's own streams.</summary>
    public static Screen OfProcess()
    {
        bool outputIsTerminal = !System.Console.IsOutputRedirected, errorIsTerminal = !System.Console.IsErrorRedirected;
        if (outputIsTerminal)
        {
            System.Console.SetOut(new TerminalWriter(System.Console.Out));
        }

        if (errorIsTerminal)
        {
            System.Console.SetError(new TerminalWriter(System.Console.Error));
        }

        return new(System.Console.Out, System.Console.Error, outputIsTerminal, errorIsTerminal);
    }

    /// <summary>Prints part of the result for people; silent under --json.</summary>
    public void Show(IRenderable part)
    {
        if (!Json)
        {
            _out.Write(part);
        }
    }

    /// <summary>Prints a line of the result for people, in Spectre markup; silent under --json.</summary>
    public void Show(string markup)
    {
        if (!Json)
        {
            _out.MarkupLine(markup);
        }
    }

    /// <summary>Prints a line beside the result, in Spectre markup; silent when quiet.</summary>
    public void Note(string markup)
    {
        if (Verbosity != Verbosity.Quiet)
        {
            _error.MarkupLine(markup);
        }
    }

    /// <summary>Prints something the user should know though the work goes on; on one line, where no terminal wraps it; silent when quiet.</summary>
    public void Warn(string sentence)
    {
        if (ErrorIsTerminal)
        {
            Note($"[yellow]warning:[/] {Markup.Escape(sentence)}");
        }
        else if (Verbosity != Verbosity.Quiet)
        {
            Error.WriteLine($"warning: {sentence}");
        }
    }

    /// <summary>Prints why the work failed, on one line; no address in it shows its secrets.</summary>
    public void Complain(string sentence)
    {
        sentence = Secrets.HideIn(sentence);
        if (ErrorIsTerminal)
        {
            _error.Markup("[red]error:[/] ");
            Error.WriteLine(sentence);
        }
        else
        {
            Error.WriteLine($"error: {sentence}");
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = WidthWhenRedirected;
        }

        return console;
    }
}
