namespace Microsoft.ML.Runtime;

public enum ChannelMessageKind
{
    Trace = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}

public enum MessageSensitivity
{
    None = 0,
    UserData = 0x1,
    Schema = 0x2,
    Unknown = ~None,
    All = ~None,
}

public readonly struct ChannelMessage
{
    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;

    private readonly string _format;
    private readonly object[] _args;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] args = null)
    {
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _args = args;
    }

    public string Message => _args is { Length: > 0 } ? string.Format(_format, _args) : _format;
}
