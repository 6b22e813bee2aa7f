using System.Runtime.InteropServices;

namespace MlNetVad.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C, a polite kill and the closing of the terminal into cancellation, so that nothing is left half-written and what was
/// made is kept; a second Ctrl-C or kill ends at once. A closing terminal may say so twice, and a system that shuts down sends both.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private bool _asked;

    /// <summary>Begins to listen.</summary>
    public Interrupt() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        bool isPerson = context.Signal != PosixSignal.SIGHUP;
        context.Cancel = !(isPerson && _asked);
        _asked |= isPerson;
        _source.Cancel();
    }
}
