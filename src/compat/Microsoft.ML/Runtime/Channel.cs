using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>Hands messages to the context's log; its start and end are traced.</summary>
internal sealed class Channel : IChannel
{
    private readonly HostRoot _root;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _disposed;

    public Channel(HostRoot root, string fullName)
    {
        _root = root;
        ContextDescription = fullName;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ContextDescription { get; }

    public void Send(ChannelMessage msg) => _root.Listener?.Invoke(ContextDescription, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));

    public TException Process<TException>(TException ex)
        where TException : Exception => HostEnvironment.Mark(ex, ContextDescription);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_started));
    }
}

/// <summary>A pipe of messages nobody listens to.</summary>
internal sealed class SilentPipe<TMessage>(string fullName) : IPipe<TMessage>
{
    public string ContextDescription => fullName;

    public void Send(TMessage msg)
    {
    }

    public TException Process<TException>(TException ex)
        where TException : Exception => HostEnvironment.Mark(ex, fullName);

    public void Dispose()
    {
    }
}
