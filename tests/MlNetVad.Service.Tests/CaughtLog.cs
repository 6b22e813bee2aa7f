using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MlNetVad.Service.Tests;

/// <summary>What is logged at a level or above it, by whomever.</summary>
internal sealed class CaughtLog(LogLevel least) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Said { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Said.Enqueue(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
